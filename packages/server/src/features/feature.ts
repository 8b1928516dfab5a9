import type { DiscoInfo, DiscoItem, Element, Identity, Jid } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import type { Directory, Registration } from "../directory/directory.ts";
import type { Placement } from "../directory/placement.ts";
import type { Relay } from "../relay/relay.ts";
import type { Blocklist } from "../router/barrier.ts";
import type { Router } from "../router/router.ts";
import type { Sessions } from "../router/sessions.ts";
import type { SparseLists } from "../router/sparse-lists.ts";
import type { Trace } from "../router/trace.ts";
import type { WaySearch } from "../router/way-search.ts";
import type { Files } from "../store/files/files.ts";
import type { Account, Invitation, Store } from "../store/store.ts";
import type { GuestEvents } from "../stream/node-port.ts";
import type { Session } from "../stream/session.ts";
import type { Command } from "./ad-hoc/command.ts";

export type Awaitable<T> = T | Promise<T>;

/** An element's expanded name, as `{urn:xmpp:ping}ping`. */
export type ElementName = `{${string}}${string}`;

/** One room of the house: a file per specification, started with a {@link Host}, that says what it advertises, answers and observes. */
export interface Feature {
  /** Also its key in the configuration. */
  readonly name: string;
  /**
   * Collected into docs/xeps.md and docs/yonder.doap, with title and version from specification-table.ts. What is named here is played by
   * conformance scripts of that name: XEP-0280 by test/conformance/xep-0280-….scs.
   */
  readonly specification?: Specification | readonly Specification[];
  /** Service discovery features of the server (XEP-0030). */
  readonly advertises?: readonly string[];
  /** What the server is, besides a server (XEP-0030 §3.1). */
  readonly identities?: readonly Identity[];
  /** What each account is, besides an account. */
  readonly accountIdentities?: readonly Identity[];
  /** Service discovery features of each account (XEP-0030). */
  readonly advertisesOnAccount?: readonly string[];
  /** Offered in the stream's features once logged in (RFC 6120 §4.3.2). */
  readonly streamFeatures?: readonly Element[];
  /** May be asked for in the `<bind/>` of a login (XEP-0386 §3.1), by name of the service discovery feature or namespace. */
  readonly bindFeatures?: readonly string[];
  /** What it lets users do step by step (XEP-0050). */
  readonly commands?: readonly Command[];
  /** What else there is to be found beneath the domain (XEP-0030 §4), such as its services. */
  items?(host: Host): Awaitable<readonly DiscoItem[]>;
  /** What there is at an account, or at a node of it, as far as the asker may know (XEP-0030 §4). Throws StanzaError. */
  accountItems?(host: Host, iq: Iq, node: string | undefined): Awaitable<readonly DiscoItem[]>;
  /** What a node of an account is (XEP-0030 §3.2), if it is one of this feature's. Throws StanzaError where the asker may not know. */
  accountNode?(host: Host, iq: Iq, node: string): Awaitable<DiscoInfo | undefined>;
  /** The card of an account (XEP-0054) as whoever is at that address may see it; undefined: there is none. */
  accountCard?(host: Host, account: Pick<Account, "id" | "username">, reader: Jid): Awaitable<Element | undefined>;
  /** Features whose handlers run first. */
  readonly after?: readonly string[];
  start(host: Host): Awaitable<Handlers>;
}

export type Specification = `XEP-${string}` | `RFC ${number}` | `urn:${string}`;

/** What a feature answers and observes. */
export interface Handlers {
  readonly iq?: { readonly [T in "get" | "set"]?: Readonly<Record<ElementName, IqHandler>> };
  /** The same for what takes long, as when others are asked: what the session sends next does not wait for the answer. */
  readonly slowIq?: Handlers["iq"];
  readonly on?: { readonly [N in keyof Events]?: Listener<Events[N]> };
  /** What it answers for domains beneath ours, by full domain, as `conference.example.org`. */
  readonly services?: Readonly<Record<string, Service>>;
  /** What becomes of guests' sessions, by full domain: there everybody logs in without an account (RFC 4505), and nobody else. */
  readonly guests?: Readonly<Record<string, GuestEvents>>;
  /** What it adds to an available presence, broadcast or directed, before anybody sees it. */
  completes?(session: Session, presence: Element): Awaitable<Element>;
  /** Takes out of a message what the sender meant for the server alone, before anything else becomes of it. */
  relieves?(session: Session, message: Element): Element;
  /** Does its part of the `<bind/>` of a login (XEP-0386 §3.2), before the session is bound. Returns what goes into `<bound/>`. */
  inline?(session: Session, request: Element): Awaitable<Element | undefined>;
  /** What it knows of a session alone, for when that goes on on another node. */
  readonly luggage?: Luggage;
  /** Begins to listen on ports of its own, once the node is one of the cluster's and takes clients. */
  listen?(): Promise<void>;
  stop?(): Promise<void>;
}

/** What answers at a domain beneath ours. It speaks by `router.send`, to sessions on any node. */
export interface Service {
  /**
   * Takes a stanza of a local session, or made by the server, for this domain or an address at it; it has `from`, for a session the full
   * JID, and `to`. Called on the sender's node, in the order in which a sender's stanzas came; messages do not wait until the one before
   * is done. Throws StanzaError to refuse it, which is answered where RFC 6120 §8.3.1 allows it.
   */
  stanza(stanza: Element, from: Sender): Awaitable<void>;
}

/** Who has sent a stanza to a service. */
export interface Sender {
  readonly jid: Jid;
  /** As long as it is on this node; undefined for what another service or the server sends. */
  readonly session: Session | undefined;
}

/** A session's state in a feature, as JSON. `unpack` may get what a neighbouring release has packed. */
export interface Luggage {
  pack(session: Session): unknown;
  unpack(session: Session, packed: unknown): void;
}

/** Answers with the result's payload, if any. Throws `StanzaError` to refuse. */
export type IqHandler = (iq: Iq) => Awaitable<Element | undefined>;
export type Listener<T> = (event: T) => Awaitable<void>;

/** An iq request that the server answers itself: for the server, or on behalf of an account (RFC 6120 §10.5, RFC 6121 §8.5). */
export interface Iq {
  readonly stanza: Element;
  readonly payload: Element;
  readonly from: Jid;
  readonly to: Jid | undefined;
  readonly session: Session;
  readonly target: "server" | "own-account" | "other-account";
  /** Does something right behind the answer, when it is a result. */
  afterResult(action: () => void): void;
}

/** What happens in a session's life; listeners of one event run one after another. */
export interface Events {
  /** A resource is bound and in the directory. */
  bind: Session;
  /** The session sent a presence stanza, to whomever; `from` is its full JID. */
  presence: { readonly session: Session; readonly stanza: Element };
  /** The session, or a component, answers a request that the server sent it from its own address, with a result or an error. */
  answer: { readonly session: Session | undefined; readonly stanza: Element };
  /** Somebody has made an account, with an invitation or without. */
  registered: { readonly account: Account; readonly invitation: Invitation | undefined };
  /** A message that is kept for a user none of whose sessions is attended; told on the node of its sender alone. */
  unattended: { readonly user: string; readonly stanza: Element };
  /** A message is kept in a group: told on the node that keeps the group, whoever is there. */
  said: Said;
  /** Somebody looks at the session's client, or nobody does any more: `isAttended` tells. */
  attention: Session;
  /** The session is over and out of the directory; what it had broadcast is still in `session.presence`. */
  end: Session;
  /** Words among the nodes (`signal`) may have been lost. */
  gap: undefined;
  /** A session of a user who was logged in on a node that has died; this node alone speaks for it. */
  lost: Registration;
  /** A word among the nodes where a user is logged in (`router.signal`), for features alone; handled at once, in order of arrival. */
  signal: { readonly user: string; readonly signal: Element };
}

export interface Said {
  /** Bare address. */
  readonly group: string;
  /** Bare address of who said it, which not everybody there may know. */
  readonly author: string;
  readonly stanza: Element;
  /** Bare addresses of those who belong to the group. */
  members(): Iterable<string>;
}

/** All that a feature may use: no globals, no other feature. */
export interface Host {
  readonly domain: string;
  readonly nodeId: string;
  readonly version: string;
  readonly config: Config;
  /** Where browsers find us, without a trailing slash; known once the node listens. */
  readonly publicUrl: () => string;
  readonly router: Router;
  readonly directory: Directory;
  /** Asks the other nodes. */
  readonly relay: Pick<Relay, "ask" | "answer">;
  /** Where it is noted what happens to messages. */
  readonly trace: Pick<Trace, "received" | "kept">;
  /** By which way a message went. */
  readonly ways: Pick<WaySearch, "find">;
  /** Says which node keeps a room. */
  readonly placement: Placement;
  readonly sessions: Sessions;
  readonly store: Store;
  /** Whom users have blocked. */
  readonly blocklists: SparseLists<Blocklist>;
  /** Where uploads are kept; undefined where there is no place for them. */
  readonly files: Files | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  /** What all features together advertise, and which there are; complete once all have started. */
  readonly features: readonly Feature[];
  /** Unguessable text from the CSPRNG, 22 characters of base64url. */
  readonly randomId: () => string;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}
