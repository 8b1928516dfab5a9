import type { TracedMessage, TraceReport } from "../router/trace-search.ts";
import type { TraceStep } from "../router/trace-step.ts";

/** A report for people: a line for each step. Times are in UTC, since nodes may stand in different zones. */
export function traceText({ messages, silent }: TraceReport): string[] {
  const blocks = messages.map((message) => textOf(message));
  if (messages.length > 0 && silent.length > 0) blocks.push([`No answer came from ${silent.join(", ")}.`]);
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}

interface Line {
  readonly at: number;
  readonly node: string;
  readonly step: string;
  readonly text: string;
}

function textOf({ name, steps, answers }: TracedMessage): string[] {
  const lines = [
    ...steps.map((step) => ({ ...step, ...phrases(step) })),
    ...answers.flatMap(({ name, kind, steps }) => steps.flatMap((step) => answerLine(name, kind, step))),
  ].toSorted((a, b) => a.at - b.at);
  const start = lines[0]?.at ?? 0;
  const width = Math.max(...lines.map(({ node }) => node.length));
  return [
    titleOf(name, steps, start),
    ...lines.map(({ at, node, step, text }, index) => {
      const time = index === 0 ? clockTime(at) : `+${(at - start).toFixed(1)} ms`;
      return `${time.padStart(12)}  ${node.padEnd(width)}  ${step.padEnd(12)}  ${text}`.trimEnd();
    }),
  ].map(printable);
}

function titleOf(name: string, steps: readonly TraceStep[], start: number): string {
  const received = steps.find((step) => step.step === "received");
  const date = new Date(start).toISOString().slice(0, 10);
  const unkept = steps.some(({ step }) => step === "kept") ? "in a room" : "not kept";
  const id = name.includes(":") ? unkept : name;
  if (!received) return `Message ${id}, ${date} UTC`;
  const given = [received.id, received.originId].filter((it) => it !== undefined && it !== name).join(", ");
  return `Message ${id}${given && ` (${given})`} from ${received.from} to ${received.to}, ${date} UTC`;
}

/** Of what came back, only where it began and ended. */
function answerLine(name: string, kind: string, step: TraceStep): Line[] {
  if (step.step !== "received" && step.step !== "handed" && step.step !== "acknowledged") return [];
  const { text } = phrases(step);
  return [{ at: step.at, node: step.node, step: kind, text: `${name} ${step.step} ${text}` }];
}

/** Clients choose ids and resources: what would move the cursor, or turn the text around, is not printed. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\u{fffd}");
}

type Phrases = Pick<Line, "step" | "text">;

function phrases(step: TraceStep): Phrases {
  switch (step.step) {
    case "received":
      return { step: "received", text: `from ${step.from}${transports[step.transport]}` };
    case "accepted":
      return { step: "accepted", text: `committed, ${duration(step.micros)}` };
    case "repeated":
      return { step: "repeated", text: `was accepted before under the same origin-id, goes no further` };
    case "refused":
      return { step: "refused", text: `${step.reason}, ${duration(step.micros)}` };
    case "looked-up":
      return {
        step: "looked up",
        text: `${step.user}: ${placesText(step.places)}, ${step.isCached ? "cached" : duration(step.micros)}`,
      };
    case "relayed":
      return {
        step: "relayed",
        text: `${kinds[step.kind] ?? ""}to ${step.to}: ${outcomeText(step)}, ${duration(step.micros)}`,
      };
    case "copied":
      return {
        step: "copied",
        text: `to ${count(step.sessions, "other device")} of the sender, ${duration(step.micros)}`,
      };
    case "settled":
      return { step: step.sessions > 0 ? "sent" : "pending", text: settledText(step) };
    case "taken":
      return { step: "taken", text: `from ${step.from}` };
    case "handed":
      return {
        step: step.how === "held" ? "held" : "handed",
        text: `${handings[step.how][0]}${step.to}${handings[step.how][1]}`,
      };
    case "kept":
      return { step: "kept", text: `${step.by} keeps the room, and is done with it, ${duration(step.micros)}` };
    case "acknowledged":
      return { step: "acknowledged", text: `by ${step.by}` };
    case "reached":
      return { step: "reached", text: "the sender's node knows" };
  }
}

const transports = { "": "", tcp: " over TCP", websocket: " over WebSocket", bosh: " over BOSH" } as const;

const kinds: Readonly<Record<string, string>> = { notice: "a notice ", "carbon-received": "carbon copies " };

const handings = {
  live: ["to ", ""],
  held: ["for ", " until what comes before it is there"],
  pending: ["to ", ", out of what was pending"],
  gap: ["to ", ", out of a gap that was filled"],
  known: ["to ", " before, not again"],
} as const;

function placesText(places: Extract<TraceStep, { step: "looked-up" }>["places"]): string {
  if (places.length === 0) return "nowhere";
  const nodes = Map.groupBy(places, ({ node }) => node);
  return [...nodes].map(([node, here]) => `${node} (${here.map(({ resource }) => resource).join(", ")})`).join(", ");
}

function outcomeText({ outcome, sessions, kind }: Extract<TraceStep, { step: "relayed" }>): string {
  if (outcome === "none-here") return "nobody is there";
  if (outcome === "unknown") return "no answer";
  return kind === "notice" ? "noted" : `delivered to ${count(sessions, "session")}`;
}

function settledText({ sessions, isTold }: Extract<TraceStep, { step: "settled" }>): string {
  const told = isTold ? ", the sender was told" : "";
  return sessions > 0 ? `to ${count(sessions, "session")}${told}` : `no device is here${told}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function duration(micros: number): string {
  return micros < 1_000 ? `${micros} µs` : `${(micros / 1_000).toFixed(1)} ms`;
}

function clockTime(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}
