import type { Element, StreamError } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import type { Session } from "./session.ts";

export type Awaitable<T> = T | Promise<T>;

/**
 * Why a session ended. `closed`: the client closed its stream; `lost`: the connection broke and could not be resumed;
 * `expired`: the time for resumption is over; `replaced`: the resource was bound anew; `overflow`: too much stood unacknowledged;
 * `refused`: a stream error of ours; `shutdown`: the server stops.
 */
export type EndReason = "closed" | "lost" | "expired" | "replaced" | "overflow" | "refused" | "shutdown";

/** Why a session ends that is closed with this error. */
export function endReasonOf(error: StreamError): EndReason {
  if (error.condition === "conflict") return "replaced";
  return error.condition === "system-shutdown" ? "shutdown" : "refused";
}

/** A stanza that was sent, and not acknowledged, when its session ended; in order of sending. */
export interface Unacknowledged {
  readonly stanza: Element;
  /** The recipient's archive id, for a stanza that was given to `Session.deliver`. */
  readonly archiveId: number | undefined;
}

/** What the router and its features know of a session, for it to take along to another node; made of what JSON can carry. */
export type Luggage = Readonly<Record<string, unknown>>;

/** PORT: what a stream tells the node; implemented by the router. */
export interface SessionEvents {
  /**
   * Does what the client asks for in the `<bind/>` of its login (XEP-0386 §3.2), before `bind` is called for its session.
   * Returns what goes into `<bound/>`.
   */
  inline(session: Session, request: Element): Awaitable<readonly Element[]>;
  /**
   * Registers the session before `<bind/>` is answered. The session that held the same full JID is closed with `<conflict/>`
   * (RFC 6120 §7.7.2.2). A `StanzaError` thrown here refuses the bind.
   */
  bind(session: Session): Awaitable<void>;
  /**
   * Handles a stanza; `from` is the session's full JID. Done when it returns (or its promise settles): only then is it counted
   * by `h` (XEP-0198), in order of arrival. Called in order of arrival. A promise for an iq or presence holds the session's next
   * stanza until it settles; a promise for a message does not (acceptance is pipelined).
   */
  stanza(session: Session, stanza: Element): Awaitable<void>;
  /**
   * A stanza given to `Session.deliver` reached the client: acknowledged (XEP-0198), or its write drained without stream management.
   * `to`: who wants to know.
   */
  reached(session: Session, archiveId: number, to: Asker | undefined): void;
  /** Those that were `reached` just now were all; the highest of their ids. */
  acknowledged(session: Session, archiveId: number): void;
  /** `Session.isAttended` has changed, perhaps: its client says so, its connection was lost, or it goes on over another one. Must not throw. */
  attention(session: Session): void;
  /** The client says goodbye. `answer` it when all know what it has acknowledged: nobody gives that to the user's next device, on whatever node. */
  leaving(session: Session, answer: () => void): void;
  /** The session is over: unavailable presence goes out, the unacknowledged stanzas are bounced or handed on. Called once. */
  end(session: Session, reason: EndReason, unacknowledged: readonly Unacknowledged[]): Awaitable<void>;
  /**
   * The session, which is over here, goes to another node: packs what is known of it, and finds it no more. What is sent to it until this
   * is done goes with it. Nobody is to hear of an end; only if it never arrives there, `end` is called for it after all, seconds later.
   */
  depart(session: Session): Awaitable<Luggage>;
  /**
   * The session comes here from another node, all its properties set: registers and unpacks it. It is suspended; what is sent to it
   * goes out behind what stands unacknowledged, as soon as this is done. Rejects, and has forgotten it, if it cannot be had.
   */
  arrive(session: Session, luggage: Luggage): Awaitable<void>;
}

/** PORT: what a stream tells the node of those who have no account, at a domain that is theirs. */
export interface GuestEvents extends SessionEvents {
  /** Whether one more may come in from this address, for the first time or back; it counts. */
  admits(address: string, isBack: boolean): boolean;
  /** Whoever of that name lets guests write to them. Nobody is told from who does not. */
  contact(name: string): Promise<OpenContact | undefined>;
  /** Their picture, if everybody may see it. */
  picture(name: string): Promise<ContactPicture | undefined>;
}

/** A member, or several behind one link, as guests see them before they write. */
export interface OpenContact {
  /** Bare address. */
  readonly address: string;
  readonly name: string;
  /** On one of their devices. */
  readonly isHere: boolean;
  /** What this server is called. */
  readonly place: string;
  /** Which picture they have, for its address; undefined: none that guests may see. */
  readonly picture?: string;
  /** Who answers, where those are several. */
  readonly people?: readonly string[];
}

export interface ContactPicture {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Another one for another picture. */
  readonly version: string;
}

/** The part of pino's logger that is used here: a fixed message plus fields; never a password, token or body. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
