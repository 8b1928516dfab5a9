import { type Element, type Jid, originIdOf } from "@yonder/protocol";
import type { Registration } from "../directory/directory.ts";
import type { Outcome } from "../relay/relay.ts";
import type { TransportKind } from "../transport/connection.ts";
import { EventRing } from "./event-ring.ts";
import type { Delivery } from "./route.ts";
import { systemClock, type TraceClock } from "./trace-clock.ts";
import { referenceIn } from "./trace-reference.ts";
import {
  HANDINGS,
  type Handing,
  KIND,
  messageName,
  type StepKind,
  subjectOf,
  TRANSPORTS,
  type TraceStep,
  toStep,
} from "./trace-step.ts";

/*
 * Where the calls stand. A message path keeps the `mark` of a message, and the time `now()` before what it waits for; what has no
 * archive id leaves nothing.
 *
 *   source node   const mark = trace.received(session, stanza, to.bare)           right before it is accepted, or refused
 *                 trace.accepted(mark, archiveId)                                 committed; or one of
 *                 trace.repeated(mark, archiveId)                                 accepted before, under the same origin-id
 *                 trace.refused(mark, reason)                                     neither kept nor handed on
 *                 trace.kept(mark, node)                                          for a room: the node that keeps that has it
 *                 trace.lookedUp(archiveId, user, registrations, since, isCached) the target user
 *                 trace.relayed(archiveId, node, deliveries, outcome, since)      each envelope, when its outcome is there
 *                 trace.copied(archiveId, sessions, since)                        carbons for own devices, if there are any to get them
 *                 trace.settled(mark, archiveId, sessions, isTold)                all outcomes are there; isTold: the session asked for it
 *                 trace.reached(archiveId)                                        the signal came back
 *   target node   trace.taken(archiveId, from)                                    an envelope, signals excepted
 *                 trace.handed(archiveId, session, how)                           each session
 *                 trace.acknowledged(archiveId, session)                          each message that was acknowledged
 */

/** What a message is called until it has an archive id; undefined: it leaves no trace. */
type Mark = number | undefined;

/** What is noted of a session. */
interface Traced {
  readonly jid: Jid;
  readonly transport?: TransportKind | undefined;
}

/** Whose part of a message's way is over: the outcome is known (source), or a device has acknowledged it (target). */
export type Side = "source" | "target";

export interface TraceListener {
  /** Whether it wants to hear of this message, whose steps are read then; that costs more than recording them. */
  wants(archiveId: number): boolean;
  onOver(archiveId: number, side: Side, steps: readonly TraceStep[]): void;
}

/** How many steps back a message is looked for when it is over, or its sender asks. */
const MOST_STEPS_BACK = 20_000;

/** What happened to the last messages on this node, for whoever asks (`yonder trace`): each step with its time, never what was written. */
export class Trace {
  readonly #node: string;
  readonly #clock: TraceClock;
  readonly #ring: EventRing;
  readonly #listeners: TraceListener[] = [];

  constructor(node: string, clock: TraceClock = systemClock, ring = new EventRing()) {
    this.#node = node;
    this.#clock = clock;
    this.#ring = ring;
  }

  /** For `since`. */
  now(): number {
    return this.#clock.now();
  }

  /** As `now`, right after the message was accepted or its user looked up, if that was so. */
  moment(archiveId: number | undefined): number {
    const last = this.#ring.head - 1;
    const isAtOnce = last >= 0 && archiveId === this.#ring.subjectOf(last) && BEFORE.has(this.#ring.kindOf(last));
    return isAtOnce ? this.#ring.timeOf(last) : this.#clock.now();
  }

  /** A session sends a message to a user. Returns its mark, by which it goes until it has an archive id. */
  received(session: Traced, stanza: Element, to: string): number {
    const ring = this.#ring;
    const id = stanza.attr("id") ?? "";
    const origin = originIdOf(stanza) ?? "";
    const transport = transportOf(session);
    const mark = ring.add(KIND.received, -ring.head - 1, this.#clock.now(), 0, transport);
    ring.write(session.jid.toString());
    ring.write(to);
    ring.write(id);
    ring.write(origin === id ? "" : origin);
    for (const text of referenceIn(stanza)) ring.write(text);
    return mark;
  }

  accepted(mark: Mark, archiveId: number): void {
    if (mark === undefined) return;
    this.#ring.assign(mark, archiveId);
    this.#addSince("accepted", archiveId, this.#ring.timeOf(mark));
  }

  repeated(mark: Mark, archiveId: number): void {
    if (mark === undefined) return;
    this.#ring.assign(mark, archiveId);
    this.#addSince("repeated", archiveId, this.#ring.timeOf(mark));
  }

  /** `reason`: the condition of the error that its sender got, or what else there is to say in a word. */
  refused(mark: Mark, reason: string): void {
    if (mark === undefined) return;
    this.#addSince("refused", -mark - 1, this.#ring.timeOf(mark));
    this.#ring.write(reason);
  }

  /** It was for a room, and the node that keeps that has made it durable. */
  kept(mark: Mark, node: string): void {
    if (mark === undefined) return;
    this.#addSince("kept", -mark - 1, this.#ring.timeOf(mark));
    this.#ring.write(node);
  }

  /** Where the directory knows a user to be logged in. */
  lookedUp(
    archiveId: number | undefined,
    user: string,
    registrations: readonly Registration[],
    since: number,
    isCached: boolean,
  ): void {
    if (archiveId === undefined) return;
    const now = isCached ? since : this.#clock.now();
    this.#ring.add(KIND["looked-up"], archiveId, now, now - since, isCached ? 1 : 0);
    this.#ring.write(user);
    for (const { node, resource } of registrations) {
      this.#ring.write(node);
      this.#ring.write(resource);
    }
  }

  /** What a node, this one or another, made of an envelope. */
  relayed(
    archiveId: number | undefined,
    node: string,
    deliveries: readonly Delivery[],
    outcome: Outcome,
    since: number,
  ): void {
    if (archiveId === undefined) return;
    this.#addSince("relayed", archiveId, since, outcome.kind === "delivered" ? outcome.sessions : 0);
    this.#ring.write(node);
    this.#ring.write(deliveries[0]?.kind ?? "notice");
    this.#ring.write(outcome.kind);
  }

  /** So many of the sender's other devices have got a copy. */
  copied(archiveId: number | undefined, sessions: number, since: number): void {
    if (archiveId !== undefined) this.#addSince("copied", archiveId, since, sessions);
  }

  /** The source node has done its part: so many sessions have got the message. */
  settled(mark: Mark, archiveId: number, sessions: number, isTold: boolean): void {
    this.#ring.add(KIND.settled, archiveId, this.#momentOf(archiveId, KIND.relayed), isTold ? 1 : 0, sessions);
    if (this.#listeners.length > 0) this.#tell(archiveId, "source", mark ?? this.#ring.tail);
  }

  /** The source node hears that a device has acknowledged the message. */
  reached(archiveId: number): void {
    this.#add("reached", archiveId);
  }

  /** An envelope has arrived; `from`: the node that sent it. */
  taken(archiveId: number | undefined, from: string): void {
    if (archiveId === undefined) return;
    this.#add("taken", archiveId);
    this.#ring.write(from);
  }

  handed(archiveId: number | undefined, session: Traced, how: Handing): void {
    if (archiveId === undefined) return;
    this.#ring.add(KIND.handed, archiveId, this.#momentOf(archiveId, KIND.taken), 0, HANDINGS.indexOf(how));
    this.#ring.write(session.jid.toString());
  }

  acknowledged(archiveId: number, session: Traced): void {
    this.#ring.add(KIND.acknowledged, archiveId, this.#clock.now(), 0, transportOf(session));
    this.#ring.write(session.jid.toString());
    if (this.#listeners.length > 0) this.#tell(archiveId, "target", this.#arrivalOf(archiveId));
  }

  /** Tells of each message when its way, as far as this node is concerned, is over. */
  listen(listener: TraceListener): void {
    this.#listeners.push(listener);
  }

  /** The messages with this id, by name: that of the archive as in a stanza-id, the sender's, or the origin-id. */
  find(id: string): readonly string[] {
    const known = subjectOf(id, this.#node);
    return this.#names(id, (subject, step) => {
      if (subject === known) return true;
      return step?.step === "received" && (step.id === id || step.originId === id);
    });
  }

  /** Messages that refer to this id: receipts, markers, replies, reactions, corrections. */
  findReferring(id: string): readonly string[] {
    return this.#names(id, (_, step) => step?.step === "received" && step.about?.id === id);
  }

  /** What happened here to these messages, in order. */
  steps(names: readonly string[]): readonly TraceStep[] {
    const subjects = names.map((name) => subjectOf(name, this.#node)).filter((subject) => subject !== undefined);
    return this.#read(this.#ring.tail, new Set(subjects));
  }

  /** What happened here to the last message that a user has sent under this id, if that is not long ago; first that it was received. */
  stepsOfSent(user: string, id: string): readonly TraceStep[] {
    const ring = this.#ring;
    const needle = Buffer.from(id);
    for (let event = ring.head - 1; event >= this.#recent; event -= 1) {
      if (ring.kindOf(event) !== KIND.received || !ring.mentions(event, needle)) continue;
      const step = toStep(ring.read(event), this.#node, 0);
      if (step?.step !== "received" || step.id !== id || !step.from.startsWith(`${user}/`)) continue;
      // It may have come twice: the first time counts.
      const steps = this.#read(this.#recent, new Set([ring.subjectOf(event)]));
      return steps.slice(steps.findIndex((each) => each.step === "received"));
    }
    return [];
  }

  /** What happened here to a message of late. */
  stepsOfLate(archiveId: number): readonly TraceStep[] {
    return this.#read(this.#recent, new Set([archiveId]));
  }

  /** How many messages are remembered, whole or in part. */
  get size(): number {
    const subjects = new Set<number>();
    for (let event = this.#ring.tail; event < this.#ring.head; event += 1) subjects.add(this.#ring.subjectOf(event));
    return subjects.size;
  }

  #add(kind: StepKind, subject: number): void {
    this.#ring.add(KIND[kind], subject, this.#clock.now(), 0, 0);
  }

  /** When one step follows on another in the same breath, the clock need not be asked again: that costs as much as all the rest. */
  #momentOf(subject: number, follows: number): number {
    const last = this.#ring.head - 1;
    const isAtOnce = last >= 0 && this.#ring.kindOf(last) === follows && this.#ring.subjectOf(last) === subject;
    return isAtOnce ? this.#ring.timeOf(last) : this.#clock.now();
  }

  #addSince(kind: StepKind, subject: number, since: number, count = 0): void {
    const now = this.#clock.now();
    this.#ring.add(KIND[kind], subject, now, now - since, count);
  }

  #names(id: string, isMatch: (subject: number, step: TraceStep | undefined) => boolean): string[] {
    const ring = this.#ring;
    const needle = Buffer.from(id);
    const found = new Set<number>();
    for (let event = ring.tail; event < ring.head; event += 1) {
      const isMention = ring.kindOf(event) === KIND.received && ring.mentions(event, needle);
      const step = isMention ? toStep(ring.read(event), this.#node, 0) : undefined;
      if (isMatch(ring.subjectOf(event), step)) found.add(ring.subjectOf(event));
    }
    return [...found].map((subject) => messageName(subject, this.#node));
  }

  #tell(archiveId: number, side: Side, from: number): void {
    const wanting = this.#listeners.filter((listener) => listener.wants(archiveId));
    if (wanting.length === 0) return;
    const steps = this.#read(Math.max(from, this.#ring.tail), new Set([archiveId]));
    for (const listener of wanting) listener.onOver(archiveId, side, steps);
  }

  /** Where a look back ends. */
  get #recent(): number {
    return Math.max(this.#ring.tail, this.#ring.head - MOST_STEPS_BACK);
  }

  /** Where its steps on the target's side begin: mostly not far back. */
  #arrivalOf(archiveId: number): number {
    const ring = this.#ring;
    const first = this.#recent;
    for (let event = ring.head - 1; event > first; event -= 1)
      if (ring.kindOf(event) === KIND.taken && ring.subjectOf(event) === archiveId) return event;
    return first;
  }

  #read(from: number, subjects: ReadonlySet<number>): TraceStep[] {
    const steps: TraceStep[] = [];
    const offset = this.#clock.offset();
    for (let event = from; event < this.#ring.head; event += 1) {
      if (!subjects.has(this.#ring.subjectOf(event))) continue;
      const step = toStep(this.#ring.read(event), this.#node, offset);
      if (step) steps.push(step);
    }
    return steps;
  }
}

function transportOf({ transport }: Traced): number {
  return TRANSPORTS.indexOf(transport ?? "");
}

/** After these comes what takes its time. */
const BEFORE: ReadonlySet<number> = new Set([KIND.accepted, KIND["looked-up"]]);
