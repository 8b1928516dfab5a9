import { lineChart } from "../../bench/report/svg.ts";
import type { SoakReport } from "./soak.ts";

const MIB = 2 ** 20;

/** What a node held during a soak, as a picture. */
export function chart({ samples, minutes, rate: perSecond }: SoakReport): string {
  const line = (title: string, of: (sample: SoakReport["samples"][number]) => number) => ({
    name: title,
    points: samples.map((sample) => [sample.at / 60, of(sample)] as const),
  });
  const lines = [
    line("rss", ({ rss }) => rss / MIB),
    line("heap", ({ heap }) => heap / MIB),
    line("external", ({ external }) => external / MIB),
    line("descriptors", ({ fds }) => fds),
  ];
  return lineChart(
    {
      title: `A node for ${minutes} minutes, ${perSecond} comings and goings a second (MiB)`,
      across: "minutes",
      lines,
    },
    (value) => value.toFixed(0),
  );
}
