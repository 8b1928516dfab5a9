import { expect, test } from "vitest";
import { type Measurement, measurementsIn, newest } from "./measurements.ts";
import { barChart } from "./svg.ts";
import { clusterTable, MISSING, sectionTable, short } from "./tables.ts";
import { fillIn } from "./write-report.ts";

const section = {
  name: "messages",
  servers: ["Yonder", "Prosody", "ejabberd"],
  rows: [{ label: "cost", scenario: "talk", mode: "durable", figure: "CPU µs/message", aim: { atMost: 60 } }],
};

function run(file: string, costs: Readonly<Record<string, readonly number[]>>): Measurement[] {
  const results = Object.entries(costs).map(([server, values]) => ({
    ...{ server, version: "1", scenario: "talk", mode: "durable" },
    runs: values.map((value) => ({ "CPU µs/message": value })),
  }));
  return measurementsIn(file, { at: "2026-11-22T17:26:37.199Z", results });
}

test("a row tells medians with their extremes, whether the aim is met, and the share of the better peer", () => {
  const table = sectionTable(section, run("a.json", { Yonder: [20, 30, 10], Prosody: [200], ejabberd: [100] }));
  expect(table).toContain(
    "| cost | 20 (10–30) <sup>1</sup> | 200 <sup>1</sup> | 100 <sup>1</sup> | ≤ 60: met | × 0.2 |",
  );
  expect(table).toContain("[2026-11-22 17:26](../bench/results/a.json) (Yonder 1, Prosody 1, ejabberd 1)");
});

test("what was not measured is said so, and never a number", () => {
  expect(sectionTable(section, [])).toContain(`| cost | ${MISSING} | ${MISSING} | ${MISSING} | ≤ 60 |  |`);
  expect(clusterTable([])).toContain(`| 20 pairs × 10, messages/s | ${MISSING} | ${MISSING} |  |`);
});

test("a missed aim is seen, and figures of different runs are not compared", () => {
  const all = [...run("a.json", { Prosody: [200] }), ...run("b.json", { Yonder: [70] })];
  expect(sectionTable(section, all)).toContain("| ≤ 60: **missed** |  |");
});

test("the newest result counts, unless it was in vain", () => {
  const all = [...run("a.json", { Yonder: [1] }), ...run("b.json", { Yonder: [2] }), ...run("c.json", { Yonder: [] })];
  expect(newest(all, "Yonder", "talk", "durable")?.source.file).toBe("b.json");
});

test("tables take the place of those in the text, and the words around them stay", () => {
  const text = "before\n<!-- measured: memory -->\nold\n<!-- end -->\nafter";
  const filled = fillIn(text, []);
  expect(filled).toMatch(/^before\n.*\| TCP, KiB a connection \| not measured yet.*\nafter$/s);
  expect(fillIn(filled, [])).toBe(filled);
  expect(() => fillIn("<!-- measured: luck --><!-- end -->", [])).toThrow("luck");
});

test("three digits count", () => {
  expect([0.0123, 4.5, 46_084.7].map(short)).toEqual(["0.012", "4.5", "46,085"]);
});

test("a bar that is missing is named in a plot", () => {
  const groups = [{ label: "TCP & TLS", values: [17, undefined] }];
  const svg = barChart({ title: "Memory", series: ["Yonder", "Prosody"], groups }, short);
  expect(svg).toContain(">17</text>");
  expect(svg).toContain("not measured yet");
  expect(svg).toContain("TCP &amp; TLS");
});
