import { expect, test } from "vitest";
import { mergedMetrics } from "./merged-metrics.ts";

const of = (process: string, value: number) => `# HELP sessions Bound resources.
# TYPE sessions gauge
sessions{process="${process}"} ${value}

# HELP logins_total Logins.
# TYPE logins_total counter
logins_total{process="${process}"} ${value * 2}
`;

test("the values of a metric stand together, under what is said of it once", () => {
  const own = '# HELP memory Bytes.\n# TYPE memory gauge\nmemory{process="n"} 5\n';
  expect(mergedMetrics([own, of("n.1", 1), of("n.2", 2)])).toBe(`# HELP memory Bytes.
# TYPE memory gauge
memory{process="n"} 5

# HELP sessions Bound resources.
# TYPE sessions gauge
sessions{process="n.1"} 1
sessions{process="n.2"} 2

# HELP logins_total Logins.
# TYPE logins_total counter
logins_total{process="n.1"} 2
logins_total{process="n.2"} 4
`);
});
