import type { Element } from "@yonder/protocol";
import type { Awaitable } from "../features/feature.ts";
import type { Delivery } from "../router/route.ts";

/** One stanza on its way from the source node to a target node. */
export interface Envelope {
  readonly version: 1;
  /** Bare JID of the target user. */
  readonly to: string;
  /** Which of the user's sessions on that node get the stanza, and how. */
  readonly deliveries: readonly Delivery[];
  readonly stanza: Element;
  /** Set when the stanza is in the target user's archive; makes delivery idempotent. */
  readonly archiveId?: number;
  /** Whom to tell when a device has acknowledged it. */
  readonly reachedTo?: Asker;
}

/** The source user (bare JID) who wants to know what becomes of a message, and the id that it was given. */
export interface Asker {
  readonly user: string;
  readonly id: string;
}

/** What became of an envelope on the target node. */
export type Outcome =
  | { readonly kind: "delivered"; readonly sessions: number }
  | { readonly kind: "none-here" }
  | { readonly kind: "unknown" };

export type Receiver = (envelope: Envelope) => Awaitable<Outcome>;

/** The relay (port): hands envelopes to target nodes and brings their outcomes back. Envelopes to one node arrive in the order they were sent. */
export interface Relay {
  /** Resolves to `unknown` when nobody listens there or no answer came in time; never rejects. */
  send(node: string, envelope: Envelope): Awaitable<Outcome>;
  stop(): Promise<void>;
}
