import { type Measurement, newest } from "./measurements.ts";
import { canDo } from "./sections.ts";
import { type BarChart, barChart, lineChart } from "./svg.ts";
import { medianOf, short } from "./tables.ts";

/** A bar: its label, and where its value comes from. */
type Bar = readonly [label: string, scenario: string, mode: string, figure: string];

const three = ["Yonder", "Prosody", "ejabberd"];
const four = [...three, "floor"];
const cpu = "CPU µs/message";
const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const web: readonly (readonly [string, string])[] = [
  ["form visible, ms", "form visible"],
  ["first message acknowledged, ms", "first message"],
  ["message of who comes back acknowledged, ms", "on coming back"],
];

/** The plots of docs/performance, by the names of their files. */
export function charts(all: readonly Measurement[]): Readonly<Record<string, string>> {
  const bars = (chart: Pick<BarChart, "title" | "isLogarithmic">, servers: readonly string[], rows: readonly Bar[]) =>
    barChart(
      {
        ...chart,
        series: servers.map((server) => (server === "floor" ? "bare relay" : server)),
        groups: rows.map(([label, scenario, mode, figure]) => ({
          label,
          values: servers.map((server) =>
            canDo(server, { scenario, mode }) ? medianOf(newest(all, server, scenario, mode), figure) : "none",
          ),
        })),
      },
      short,
    );
  return {
    cost: bars({ title: "CPU of the server, µs a message (logarithmic)", isLogarithmic: true }, four, [
      ["durable, TCP", "1:1, 20 pairs × 10, tcp", "durable", cpu],
      ["durable, WebSocket", "1:1, 20 pairs × 10, websocket", "durable", cpu],
      ["not archived, TCP", "1:1, 20 pairs × 10, tcp", "none", cpu],
      ["not archived, TLS", "1:1, 20 pairs × 10, tls", "none", cpu],
      ["not archived, WebSocket", "1:1, 20 pairs × 10, websocket", "none", cpu],
      ["one at a time, TCP", "1:1, 150 pairs × 1, tcp", "none", cpu],
    ]),
    latency: bars(
      { title: "From socket to socket at 2,000 messages/s, ms (logarithmic)", isLogarithmic: true },
      three,
      [
        ["durable, median", "latency at 2000/s", "durable", "p50 ms"],
        ["durable, 99 %", "latency at 2000/s", "durable", "p99 ms"],
        ["not archived, median", "latency at 2000/s", "none", "p50 ms"],
        ["not archived, 99 %", "latency at 2000/s", "none", "p99 ms"],
      ],
    ),
    memory: bars({ title: "Memory of an idle connection, of 5,000, KiB" }, four, [
      ["TCP", "5000 idle connections, tcp", "none", "RSS KiB/connection"],
      ["WebSocket", "5000 idle connections, websocket", "none", "RSS KiB/connection"],
      ["TLS", "5000 idle connections, tls", "none", "RSS KiB/connection"],
    ]),
    rooms: bars({ title: "Chat rooms and presence, CPU µs a delivery" }, four, [
      ["room of 200", "a room of 200", "none", "CPU µs/delivery"],
      ["room of 200, durable", "a room of 200", "durable", "CPU µs/delivery"],
      ["room of 2,000", "a room of 2000", "none", "CPU µs/delivery"],
      ["room of 2,000, durable", "a room of 2000", "durable", "CPU µs/delivery"],
      ["presence, 500 contacts", "one of 500 contacts comes and goes", "none", "CPU µs/presence"],
    ]),
    endurance: lineChart(
      {
        title: "Memory of the server at full load for ten minutes, MiB",
        across: "minutes",
        lines: three.map((name) => ({
          name,
          points: memoryOverTime(newest(all, name, "10 minutes at full load", "durable")),
        })),
      },
      short,
    ),
    "web-full-speed": bars(
      { title: "The web app, ms until …" },
      ["Yonder", "Converse.js"],
      web.map(([figure, label]) => [label, "full speed", "", figure]),
    ),
    "web-slow-line": bars(
      { title: "The same on a slow line and a slow processor, ms until …" },
      ["Yonder", "Converse.js"],
      web.map(([figure, label]) => [label, "slow line", "", figure]),
    ),
  };
}

function memoryOverTime(measurement: Measurement | undefined): (readonly [number, number])[] {
  return minutes.flatMap((minute) => {
    const value = medianOf(measurement, `RSS MiB after ${minute} min`);
    return value === undefined ? [] : [[minute, value] as const];
  });
}
