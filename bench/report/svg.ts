/** Bars side by side: a group for each line, a bar for each of the series; none where there can be none. */
export interface BarChart {
  readonly title: string;
  /** Each power of ten is as wide as the next; for what differs by a hundred times. */
  readonly isLogarithmic?: boolean;
  readonly series: readonly string[];
  readonly groups: readonly { readonly label: string; readonly values: readonly (number | undefined | "none")[] }[];
}

export interface LineChart {
  readonly title: string;
  readonly across: string;
  readonly lines: readonly { readonly name: string; readonly points: readonly (readonly [number, number])[] }[];
}

const width = 760;
const left = 220;
const right = 130;
const top = 80;
const bar = 16;
const gap = 14;
const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #13262d } .title { font-weight: 600; font-size: 15px } .faint { fill: #53636a }
.grid { stroke: #d0dce0 } .s0 { fill: #055a73 } .s1 { fill: #c06a12 } .s2 { fill: #7d8f3c } .s3 { fill: #98a4a8 }
.l0 { stroke: #055a73 } .l1 { stroke: #c06a12 } .l2 { stroke: #7d8f3c } .l3 { stroke: #98a4a8 } polyline { fill: none; stroke-width: 2 } .ground { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #e1ecee } .faint { fill: #8fa0a6 } .grid { stroke: #24343b } .s0 { fill: #7ccbe4 } .s1 { fill: #f5ad5a } .s2 { fill: #b7c76f } .s3 { fill: #71858d }
.l0 { stroke: #7ccbe4 } .l1 { stroke: #f5ad5a } .l2 { stroke: #b7c76f } .l3 { stroke: #71858d } .ground { fill: #10191d } }
</style>`;

export function barChart(
  { title, isLogarithmic = false, series, groups }: BarChart,
  write: (value: number) => string,
): string {
  const values = groups
    .flatMap((group) => group.values)
    .filter((value) => typeof value === "number" && value > 0) as number[];
  const scale = isLogarithmic ? logarithmic(values) : linear(values);
  const groupHeight = series.length * bar + gap;
  const height = top + groups.length * groupHeight + 8;
  const body = groups.flatMap(({ label, values: own }, index) => {
    const y = top + index * groupHeight;
    const middle = y + (series.length * bar) / 2 + 4;
    return [
      text(left - 10, middle, label, "", "end"),
      ...own.map((value, at) => barOf(value, at, y + at * bar, scale, write)),
    ];
  });
  return document(title, height, [...legend(series), ...gridOf(scale, height, write), ...body]);
}

export function lineChart({ title, across, lines }: LineChart, write: (value: number) => string): string {
  const height = 300;
  const points = lines.flatMap((line) => line.points);
  const most = { x: Math.max(1, ...points.map(([x]) => x)), y: Math.max(1, ...points.map(([, y]) => y)) * 1.1 };
  const from = 70;
  const x = (value: number): number => from + (value / most.x) * (width - from - right);
  const y = (value: number): number => height - 40 - (value / most.y) * (height - 40 - top);
  const drawn = lines.flatMap((line, index) => {
    const last = line.points.at(-1);
    if (!last) return [];
    const path = line.points.map(([a, b]) => `${round(x(a))},${round(y(b))}`).join(" ");
    return [
      `<polyline class="l${index}" points="${path}"/>`,
      text(x(last[0]) + 8, y(last[1]) + 4, `${write(last[1])}`, ""),
    ];
  });
  const ticks = (points.length === 0 ? [] : [0.25, 0.5, 0.75, 1]).flatMap((part) => {
    const value = (most.y / 1.1) * part;
    return [
      `<line class="grid" x1="${from}" x2="${width - right}" y1="${round(y(value))}" y2="${round(y(value))}"/>`,
      text(from - 8, y(value) + 4, write(value), "faint", "end"),
    ];
  });
  const base = `<line class="grid" x1="${from}" x2="${width - right}" y1="${height - 40}" y2="${height - 40}"/>`;
  const empty = points.length === 0 ? [text(from + 20, height / 2, "not measured yet", "faint")] : [];
  const names = legend(lines.map(({ name }) => name));
  return document(title, height, [
    ...names,
    ...ticks,
    base,
    text(width - right, height - 16, across, "faint", "end"),
    ...drawn,
    ...empty,
  ]);
}

interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

function linear(values: readonly number[]): Scale {
  const most = Math.max(...values, Number.MIN_VALUE);
  const step = 10 ** Math.floor(Math.log10(most));
  const nice = [step / 5, step / 2, step, 2 * step].find((size) => most / size <= 6) ?? step;
  const ticks =
    values.length === 0 ? [] : Array.from({ length: Math.floor(most / nice) }, (_, index) => (index + 1) * nice);
  return { at: (value) => (value / most) * (width - left - right), ticks };
}

function logarithmic(values: readonly number[]): Scale {
  const lowest = Math.floor(Math.log10(Math.min(...values, 1e9)) - 0.1);
  const highest = Math.max(lowest + 1, Math.log10(Math.max(...values, 1e-9)));
  const ticks = Array.from({ length: Math.floor(highest) - lowest }, (_, index) => 10 ** (lowest + 1 + index));
  const at = (value: number): number => ((Math.log10(value) - lowest) / (highest - lowest)) * (width - left - right);
  return { at, ticks: values.length === 0 ? [] : ticks };
}

function barOf(
  value: number | undefined | "none",
  series: number,
  y: number,
  scale: Scale,
  write: (value: number) => string,
): string {
  if (value === "none") return "";
  if (value === undefined) return text(left + 4, y + 12, "not measured yet", "faint");
  const length = Math.max(1, scale.at(Math.max(value, Number.MIN_VALUE)));
  return `<rect class="s${series}" x="${left}" y="${y + 2}" width="${round(length)}" height="${bar - 4}" rx="2"/>${text(left + length + 6, y + 12, write(value))}`;
}

function gridOf({ at, ticks }: Scale, height: number, write: (value: number) => string): string[] {
  return ticks.flatMap((tick) => [
    `<line class="grid" x1="${round(left + at(tick))}" x2="${round(left + at(tick))}" y1="${top - 8}" y2="${height - 8}"/>`,
    text(left + at(tick), top - 12, write(tick), "faint", "middle"),
  ]);
}

function legend(series: readonly string[]): string[] {
  return series.map((name, index) => {
    const x = left + index * 120;
    return `<rect class="s${index}" x="${x}" y="32" width="10" height="10" rx="2"/>${text(x + 16, 42, name)}`;
  });
}

function document(title: string, height: number, body: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">
${style}
<rect class="ground" width="${width}" height="${height}" rx="8"/>
${[text(16, 22, title, "title"), ...body].join("\n")}
</svg>
`;
}

function text(x: number, y: number, content: string, name = "", anchor = "start"): string {
  return `<text x="${round(x)}" y="${round(y)}"${name ? ` class="${name}"` : ""} text-anchor="${anchor}">${escaped(content)}</text>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
const escaped = (content: string): string =>
  content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
