import { type Element, NS, xml } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Directory, Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Envelope, Outcome, Relay } from "../relay/relay.ts";
import { andThen } from "./awaitable.ts";
import { Nudges } from "./nudges.ts";
import { type Delivery, takesAttended } from "./route.ts";
import type { Trace } from "./trace.ts";

/** What of an envelope does not depend on the node it goes to. */
export type Parcel = Pick<Envelope, "to" | "stanza" | "archiveId" | "after" | "reachedTo">;

/** Hands stanzas to the nodes of those sessions that are to get them, one envelope a node. */
export class Courier {
  readonly #directory: Directory;
  readonly #relay: Relay;
  readonly #trace: Trace;
  readonly #log: Logger;
  readonly #nudges: Nudges;

  /** A message that is kept goes to a user none of whose sessions is attended. */
  onUnattended: ((user: string, stanza: Element) => void) | undefined;

  constructor(directory: Directory, relay: Relay, trace: Trace, log: Logger) {
    this.#directory = directory;
    this.#relay = relay;
    this.#trace = trace;
    this.#log = log;
    this.#nudges = new Nudges((user, archiveId) => this.#nudge(user, archiveId));
  }

  /**
   * A node that answers "none here", or not at all, means a stale directory entry: look up again once. Then what is pending stays so,
   * and the nodes where the user is are told that it waits as soon as they answer.
   * @returns the number of sessions that got it
   */
  deliver(parcel: Parcel, deliveries: readonly Delivery[], registrations: readonly Registration[]): Awaitable<number> {
    const isTold = this.#tellUnattended(parcel, registrations);
    let reached: Awaitable<number> = 0;
    for (const [node, group] of byNode(deliveries, registrations, parcel.after !== undefined)) {
      const count = this.#send(node, parcel, group, (outcome) =>
        outcome.kind === "delivered" ? outcome.sessions : this.#retry(parcel, group, node, outcome, isTold),
      );
      reached = sum(reached, count);
    }
    return reached;
  }

  /** As `deliver`, for who does not wait to hear what becomes of it. */
  post(parcel: Parcel, deliveries: readonly Delivery[], registrations: readonly Registration[]): void {
    this.inBackground(this.deliver(parcel, deliveries, registrations), "delivering a stanza");
  }

  /** Tells the features on each node where the user is logged in; lost if one is out of reach. */
  signal(user: string, signal: Element): Awaitable<void> {
    return andThen(this.#directory.lookUp(user), (registrations) => {
      for (const node of nodesOf(registrations)) {
        const sent = this.#relay.send(node, { version: 1, isSignal: true, to: user, deliveries: [], stanza: signal });
        this.inBackground(sent, "signalling");
      }
    });
  }

  /** A message that this user's devices may not have been given though they are here: their nodes look, soon. */
  nudge(user: string, archiveId: number): void {
    this.inBackground(this.#nudge(user, archiveId), "nudging");
  }

  inBackground(work: Awaitable<unknown>, what: string): void {
    if (work instanceof Promise) work.catch((error: unknown) => this.#log.error({ err: error }, `${what} failed`));
  }

  stop(): void {
    this.#nudges.stop();
  }

  #send<T>(
    node: string,
    parcel: Parcel,
    deliveries: readonly Delivery[],
    then: (outcome: Outcome) => Awaitable<T>,
  ): Awaitable<T> {
    const { to, stanza, archiveId, after, reachedTo } = parcel;
    const envelope: Envelope = { version: 1, to, deliveries, stanza, archiveId, after, reachedTo };
    const since = this.#trace.moment(archiveId);
    return andThen(this.#relay.send(node, envelope), (outcome) => {
      this.#trace.relayed(archiveId, node, deliveries, outcome, since);
      return then(outcome);
    });
  }

  #tellUnattended({ to, stanza, archiveId }: Parcel, registrations: readonly Registration[]): boolean {
    const isUnattended = archiveId !== undefined && !registrations.some(takesAttended);
    if (isUnattended) this.onUnattended?.(to, stanza);
    return isUnattended;
  }

  #retry(
    parcel: Parcel,
    deliveries: readonly Delivery[],
    node: string,
    outcome: Outcome,
    isTold: boolean,
  ): Awaitable<number> {
    this.#directory.forget(parcel.to);
    return andThen(this.#directory.lookUp(parcel.to), async (registrations) => {
      if (!isTold) this.#tellUnattended(parcel, registrations);
      // What was sent may still arrive there; only where that is noticed is it sent once more.
      const mayArrive = outcome.kind === "unknown" && !outcome.isCertain && parcel.archiveId === undefined;
      const others = mayArrive ? registrations.filter((registration) => registration.node !== node) : registrations;
      let [reached, isMissed] = [0, false];
      for (const [target, group] of byNode(deliveries, others, false)) {
        const second = await this.#send(target, parcel, group, (it) => it);
        if (second.kind === "delivered") reached += second.sessions;
        else isMissed = true;
      }
      const isForgotten = registrations.length > 0 && (isMissed || reached === 0);
      if (parcel.after !== undefined && parcel.archiveId !== undefined && isForgotten)
        this.#nudges.add(parcel.to, parcel.archiveId);
      return reached;
    });
  }

  /** Whether every node where the user is logged in has taken notice. */
  async #nudge(user: string, archiveId: number): Promise<boolean> {
    this.#directory.forget(user);
    const nodes = nodesOf(await this.#directory.lookUp(user));
    const envelope: Envelope = { version: 1, to: user, deliveries: [], stanza: NOTHING, archiveId, after: archiveId };
    const outcomes = await Promise.all([...nodes].map((node) => this.#relay.send(node, envelope)));
    return outcomes.every(({ kind }) => kind !== "unknown");
  }
}

function sum(one: Awaitable<number>, other: Awaitable<number>): Awaitable<number> {
  return one === 0 ? other : andThen(one, (first) => andThen(other, (second) => first + second));
}

const NOTHING = xml("message", NS.client);

function nodesOf(registrations: readonly Registration[]): Iterable<string> {
  return new Set(registrations.map(({ node }) => node));
}

/** `toAll`: nodes with sessions of which none gets the stanza are to know of it too. */
function byNode(
  deliveries: readonly Delivery[],
  registrations: readonly Registration[],
  toAll: boolean,
): Iterable<[string, readonly Delivery[]]> {
  const first = registrations[0];
  if (!first || (deliveries.length === 0 && !toAll)) return [];
  if (registrations.every(({ node }) => node === first.node))
    return ofOneNode(first.node, deliveries, registrations, toAll);
  const groups = new Map<string, Delivery[]>();
  for (const { node, resource } of registrations) {
    const here = deliveries.filter((delivery) => delivery.resource === resource);
    if (here.length > 0 || toAll) groups.set(node, [...(groups.get(node) ?? []), ...here]);
  }
  return groups;
}

/** As almost always. */
function ofOneNode(
  node: string,
  deliveries: readonly Delivery[],
  registrations: readonly Registration[],
  toAll: boolean,
): [string, readonly Delivery[]][] {
  const here = deliveries.filter((delivery) => registrations.some(({ resource }) => resource === delivery.resource));
  return here.length > 0 || toAll ? [[node, here]] : [];
}
