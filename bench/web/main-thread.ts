import type { CDPSession } from "playwright-core";

/** What the page's main thread did, by its own clock: whatever else the machine does does not count. CPU times in ms. */
export interface Work {
  readonly tasks: readonly number[];
  /** All that was done from one frame's end to that of the next. */
  readonly frames: readonly number[];
  /** Of the longest tasks, what they consisted of. */
  readonly longest: readonly string[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly functionName?: string; readonly url?: string } };
}

const CATEGORIES = [
  "toplevel",
  "devtools.timeline",
  "devtools.timeline.frame",
  "disabled-by-default-devtools.timeline",
];

/** Runs the action, and tells what that took. */
export async function traced(client: CDPSession, action: () => Promise<unknown>): Promise<Work> {
  await client.send("Tracing.start", { transferMode: "ReturnAsStream", categories: CATEGORIES.join(",") });
  await action();
  const complete = new Promise<string>((resolve) =>
    client.once("Tracing.tracingComplete", ({ stream }) => resolve(stream ?? "")),
  );
  await client.send("Tracing.end");
  return workIn(JSON.parse(await readAll(client, await complete)).traceEvents);
}

async function readAll(client: CDPSession, handle: string): Promise<string> {
  const chunks: string[] = [];
  for (;;) {
    const { data, eof, base64Encoded } = await client.send("IO.read", { handle });
    chunks.push(base64Encoded ? Buffer.from(data, "base64").toString() : data);
    if (eof) break;
  }
  await client.send("IO.close", { handle });
  return chunks.join("");
}

function workIn(events: readonly TraceEvent[]): Work {
  const thread = busiest(
    events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain"),
    events,
  );
  const own = events
    .filter(({ pid, tid }) => pid === thread?.pid && tid === thread.tid)
    .toSorted((a, b) => a.ts - b.ts);
  const tasks = own.filter(isTask);
  const commits = own.filter(({ name }) => name === "Commit").map(endOf);
  const longest = tasks.toSorted((a, b) => cpuOf(b) - cpuOf(a)).slice(0, 3);
  return {
    tasks: tasks.map(cpuOf),
    frames: commits.slice(1).map((commit, at) => {
      const former = commits[at] ?? 0;
      return sum(tasks.filter(({ ts }) => ts > former && ts <= commit).map(cpuOf));
    }),
    longest: longest.map((task) => `${cpuOf(task).toFixed(0)} ms: ${partsOf(task, own)}`),
  };
}

/** Of several pages' threads the one that is looked at. */
function busiest(threads: readonly TraceEvent[], events: readonly TraceEvent[]): TraceEvent | undefined {
  const work = ({ pid, tid }: TraceEvent) =>
    sum(events.filter((one) => one.pid === pid && one.tid === tid && isTask(one)).map(cpuOf));
  return threads.toSorted((a, b) => work(b) - work(a))[0];
}

/** The kinds of work in a task that took longest, each with all that is within. */
function partsOf(task: TraceEvent, events: readonly TraceEvent[]): string {
  const within = events.filter(
    (one) => one.ph === "X" && one.ts >= task.ts && endOf(one) <= endOf(task) && !/RunTask$/.test(one.name),
  );
  const times = new Map<string, number>();
  for (const one of within) times.set(nameOf(one), (times.get(nameOf(one)) ?? 0) + cpuOf(one));
  const most = [...times].toSorted(([, a], [, b]) => b - a).slice(0, 6);
  return most.map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(", ");
}

function isTask({ name, ph }: TraceEvent): boolean {
  return ph === "X" && name === "RunTask";
}

function nameOf({ name, args }: TraceEvent): string {
  return args?.data?.functionName ? `${name} ${args.data.functionName}` : name;
}

function endOf({ ts, dur = 0 }: TraceEvent): number {
  return ts + dur;
}

function cpuOf({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1000;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
