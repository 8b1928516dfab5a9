import type { Element } from "@yonder/protocol";
import type { Awaitable } from "../features/feature.ts";
import type { Delivery } from "../router/route.ts";

/** One stanza on its way from the source node to a target node. */
export interface Envelope {
  readonly version: 1;
  /** Bare JID of the target user. */
  readonly to: string;
  /** Which of the user's sessions on that node get the stanza, and how. May be none: then the node only learns that the message exists. */
  readonly deliveries: readonly Delivery[];
  readonly stanza: Element;
  /** It is for the features on that node and for no session (`Router.signal`). */
  readonly isSignal?: true | undefined;
  /** Set when the stanza is in the target user's archive; makes delivery idempotent. */
  readonly archiveId?: number | undefined;
  /**
   * Archive id of the message to the user that was accepted right before it, 0 for the first: who has not had that one has missed
   * something. Absent where there is one node, or where nothing is lost by missing it.
   */
  readonly after?: number | undefined;
  /** Whom to tell when a device has acknowledged it. */
  readonly reachedTo?: Asker | undefined;
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
  /** `isCertain`: it was not taken there, and never will be, since nobody listens. */
  | { readonly kind: "unknown"; readonly isCertain: boolean };

/** `from`: the node that sent it. */
export type Receiver = (envelope: Envelope, from: string) => Awaitable<Outcome>;

/** Answers another node's question; a rejection counts as no answer. */
export type Answerer = (question: string, from: string) => Promise<string>;

/** The relay (port): hands envelopes to target nodes and brings their outcomes back. Envelopes to one node arrive in the order they were sent. */
export interface Relay {
  /** Resolves to `unknown` when nobody listens there or no answer came in time; never rejects. */
  send(node: string, envelope: Envelope): Awaitable<Outcome>;
  /** Asks another node something that is no stanza, such as to hand over a session. Undefined: no answer, or none in time; never rejects. */
  ask(node: string, topic: string, question: string, timeoutMs: number): Promise<string | undefined>;
  /** Who answers questions about this topic here. */
  answer(topic: string, answerer: Answerer): void;
  stop(): Promise<void>;
}
