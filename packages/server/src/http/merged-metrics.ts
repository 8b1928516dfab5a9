/** Texts for Prometheus as one, in which all values of a metric stand together, as its format wants them; the values have to differ by a label. */
export function mergedMetrics(texts: readonly string[]): string {
  const metrics = new Map<string, { readonly head: string[]; readonly values: string[] }>();
  for (const text of texts) {
    let present: { readonly head: string[]; readonly values: string[] } | undefined;
    let isKnown = false;
    for (const line of text.split("\n").filter(Boolean)) {
      const [mark, word, name = ""] = line.split(" ", 3);
      if (mark === "#" && word === "HELP") {
        isKnown = metrics.has(name);
        present = metrics.get(name) ?? { head: [], values: [] };
        metrics.set(name, present);
      }
      if (mark !== "#") present?.values.push(line);
      else if (!isKnown) present?.head.push(line);
    }
  }
  return [...metrics.values()].map(({ head, values }) => `${[...head, ...values].join("\n")}\n`).join("\n");
}
