import { fromText, toText } from "../store/archive-id.ts";
import type { TransportKind } from "../transport/connection.ts";
import type { RecordedEvent } from "./event-ring.ts";

/**
 * One step on a message's way, as `yonder trace --json` prints it. Times are in milliseconds since 1970, durations in microseconds.
 * `message`: its archive id in the text of a stanza-id, or a name that it has on one node alone (`messageName`).
 */
export type TraceStep = { readonly at: number; readonly node: string; readonly message: string } & StepDetails;

/** A message's arrival: the first step of its way. */
export type Received = Extract<TraceStep, { step: "received" }>;

export type StepDetails =
  | {
      readonly step: "received";
      readonly from: string;
      /** Empty: the connection was gone by then. */
      readonly transport: TransportKind | "";
      readonly to: string;
      readonly id?: string;
      readonly originId?: string;
      /** The message that this one answers, confirms or changes. */
      readonly about?: { readonly kind: string; readonly id: string };
    }
  | { readonly step: "accepted" | "repeated"; readonly micros: number }
  | { readonly step: "refused"; readonly reason: string; readonly micros: number }
  | {
      readonly step: "looked-up";
      readonly user: string;
      readonly places: readonly { readonly node: string; readonly resource: string }[];
      readonly isCached: boolean;
      readonly micros: number;
    }
  | {
      readonly step: "relayed";
      readonly to: string;
      /** `notice`: no session there is to get it, the node only learns of it. */
      readonly kind: string;
      readonly outcome: string;
      readonly sessions: number;
      readonly micros: number;
    }
  /** By the node that keeps the room it is for. */
  | { readonly step: "kept"; readonly by: string; readonly micros: number }
  | { readonly step: "copied"; readonly sessions: number; readonly micros: number }
  | { readonly step: "settled"; readonly sessions: number; readonly isTold: boolean }
  | { readonly step: "taken"; readonly from: string }
  | { readonly step: "handed"; readonly how: Handing; readonly to: string }
  | { readonly step: "acknowledged"; readonly by: string; readonly transport: TransportKind | "" }
  | { readonly step: "reached" };

export type StepKind = StepDetails["step"];

/**
 * How a session came to a message: at once; it waits until what comes before it is there; out of what was pending when the session
 * began to take messages; out of a gap that was filled; or the session had it already.
 */
export type Handing = "live" | "held" | "pending" | "gap" | "known";

/** Recorded as their places in these. */
export const HANDINGS: readonly Handing[] = ["live", "held", "pending", "gap", "known"];
export const TRANSPORTS: readonly (TransportKind | "")[] = ["", "tcp", "websocket", "bosh"];

/** Numbers of the kinds, as recorded. */
export const KIND: Readonly<Record<StepKind, number>> = {
  received: 0,
  accepted: 1,
  repeated: 2,
  refused: 3,
  "looked-up": 4,
  relayed: 5,
  settled: 6,
  taken: 7,
  handed: 8,
  acknowledged: 9,
  reached: 10,
  copied: 11,
  kept: 12,
};

/** What was recorded, in words. Undefined when its text is gone. `offset`: from the recorder's clock to the time of day. */
export function toStep(event: RecordedEvent, node: string, offset: number): TraceStep | undefined {
  const { texts, subject, at } = event;
  const read = readers[event.kind];
  if (texts === undefined || read === undefined) return undefined;
  const details = read(texts, event);
  return { at: at + offset, node, message: messageName(subject, node), ...details };
}

/** A message that has no archive id goes by a number below zero, and the node that gave it. */
export function messageName(subject: number, node: string): string {
  return subject < 0 ? `${node}:${-subject}` : toText(subject);
}

/** Undefined: it names nothing here. */
export function subjectOf(name: string, node: string): number | undefined {
  const [of, number, ...rest] = name.split(":");
  if (number === undefined) return fromText(name);
  return of === node && rest.length === 0 && /^[1-9]\d{0,14}$/.test(number) ? -Number(number) : undefined;
}

type Reader = (texts: readonly string[], event: RecordedEvent) => StepDetails;

const byKind: { readonly [K in StepKind]: Reader } = {
  received: ([from = "", to = "", id, originId, aboutKind, aboutId], { count }) => ({
    step: "received",
    from,
    transport: TRANSPORTS[count] ?? "",
    to,
    ...(id && { id }),
    ...(originId && { originId }),
    ...(aboutKind && aboutId && { about: { kind: aboutKind, id: aboutId } }),
  }),
  accepted: (_, event) => ({ step: "accepted", micros: microsOf(event) }),
  repeated: (_, event) => ({ step: "repeated", micros: microsOf(event) }),
  refused: ([reason = ""], event) => ({ step: "refused", reason, micros: microsOf(event) }),
  "looked-up": ([user = "", ...places], event) => ({
    step: "looked-up",
    user,
    places: pairs(places),
    isCached: event.count === 1,
    micros: microsOf(event),
  }),
  relayed: ([to = "", kind = "", outcome = ""], event) => ({
    step: "relayed",
    to,
    kind,
    outcome,
    sessions: event.count,
    micros: microsOf(event),
  }),
  kept: ([by = ""], event) => ({ step: "kept", by, micros: microsOf(event) }),
  copied: (_, event) => ({ step: "copied", sessions: event.count, micros: microsOf(event) }),
  settled: (_, { count, value }) => ({ step: "settled", sessions: count, isTold: value === 1 }),
  taken: ([from = ""]) => ({ step: "taken", from }),
  handed: ([to = ""], { count }) => ({ step: "handed", how: HANDINGS[count] ?? "live", to }),
  acknowledged: ([by = ""], { count }) => ({ step: "acknowledged", by, transport: TRANSPORTS[count] ?? "" }),
  reached: () => ({ step: "reached" }),
};

const readers: readonly Reader[] = Object.entries(byKind)
  .toSorted(([a], [b]) => KIND[a as StepKind] - KIND[b as StepKind])
  .map(([, read]) => read);

function microsOf({ value }: RecordedEvent): number {
  return Math.round(value * 1_000);
}

function pairs(texts: readonly string[]): { node: string; resource: string }[] {
  return texts.flatMap((node, i) => (i % 2 === 0 ? [{ node, resource: texts[i + 1] ?? "" }] : []));
}
