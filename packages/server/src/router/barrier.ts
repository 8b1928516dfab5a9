import { type Element, errorReply, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Session } from "../stream/session.ts";
import { andThen } from "./awaitable.ts";
import { isAnswered } from "./services.ts";
import type { SparseLists } from "./sparse-lists.ts";

/** `outbound`: who sends it has blocked who is to get it; `inbound`: the other way round; `unknown`: the store does not say. */
export type Cut = "outbound" | "inbound" | "unknown";

/** Addresses that one user has blocked. */
export type Blocklist = ReadonlySet<string>;

/** Keeps apart those of whom one has blocked the other (XEP-0191). */
export class Barrier {
  readonly #domain: string;
  readonly #lists: SparseLists<Blocklist>;
  /** By session, a stanza for which a list is being read: what is written behind it waits. */
  readonly #waiting = new Map<Session, Promise<unknown>>();

  constructor(domain: string, lists: SparseLists<Blocklist>) {
    this.#domain = domain;
    this.#lists = lists;
  }

  /** Nobody has blocked anybody. */
  get isIdle(): boolean {
    return this.#lists.isEmpty;
  }

  /** Whether nothing may pass between two addresses. Without a store look-up unless one of them blocks somebody. */
  between(from: Jid, to: Jid): Awaitable<Cut | undefined> {
    if (this.#lists.isEmpty || from.bare === to.bare) return undefined;
    return andThen(this.#hasBlocked(from, to), (isOutbound) => {
      if (isOutbound) return "outbound";
      return andThen(this.#hasBlocked(to, from), (isInbound) => (isInbound ? "inbound" : undefined));
    });
  }

  /** The same, for what the server or a feature sends. */
  parts(stanza: Element, to: Jid): Awaitable<boolean> {
    if (this.#lists.isEmpty) return false;
    const from = Jid.tryParse(stanza.attr("from") ?? "");
    return from ? andThen(this.between(from, to), (cut) => cut !== undefined) : false;
  }

  /** Of the sessions that are chosen those that the sender has not blocked one by one. */
  sparing(stanza: Element, isChosen: (it: Registration) => boolean): Awaitable<(it: Registration) => boolean> {
    const from = Jid.tryParse(stanza.attr("from") ?? "");
    return andThen(from && this.#listOf(from), (list) =>
      list ? (it: Registration) => isChosen(it) && !list.has(`${it.user}/${it.resource}`) : isChosen,
    );
  }

  /** Whether a user who is here has blocked who sent a stanza, as far as their list is in memory. */
  hasRefused({ jid }: Session, stanza: Element): boolean {
    const from = this.#lists.isEmpty ? undefined : Jid.tryParse(stanza.attr("from") ?? "");
    if (!from || from.bare === jid.bare || this.#isOurs(from) || jid.domain !== this.#domain) return false;
    const list = this.#lists.atHand(jid.local ?? "");
    return list !== undefined && isListed(list, from);
  }

  /** Lets a session's stanza on, in order; `go` is told whether it is cut off. */
  pass(session: Session, to: Jid | undefined, go: (cut: Cut | undefined) => Awaitable<void>): Awaitable<void> {
    const before = this.#waiting.size > 0 ? this.#waiting.get(session) : undefined;
    const cut = before || to === undefined ? undefined : this.between(session.jid, to);
    if (!before && !(cut instanceof Promise)) return go(cut);
    const known = before ? before.then(() => to && this.between(session.jid, to)) : cut;
    const told = Promise.resolve(known).catch((): Cut => "unknown");
    const turn = told.then((found) => ({ done: go(found) }));
    const settled: Promise<void> = turn.then(
      () => this.#settle(session, settled),
      () => this.#settle(session, settled),
    );
    this.#waiting.set(session, settled);
    return turn.then(({ done }) => done);
  }

  #settle(session: Session, settled: Promise<void>): void {
    if (this.#waiting.get(session) === settled) this.#waiting.delete(session);
  }

  #hasBlocked(user: Jid, other: Jid): Awaitable<boolean> {
    if (this.#isOurs(other)) return false;
    return andThen(this.#listOf(user), (list) => list !== undefined && isListed(list, other));
  }

  /** One's own server goes on answering, whatever one blocks. */
  #isOurs({ local, domain }: Jid): boolean {
    return local === undefined && domain === this.#domain;
  }

  #listOf({ local, domain }: Jid): Awaitable<Blocklist | undefined> {
    return local === undefined || domain !== this.#domain ? undefined : this.#lists.of(local);
  }
}

/** XEP-0191 §6: a full address, a bare one with any resource, or a domain with all that is at it. */
export function isListed(list: Blocklist, jid: Jid): boolean {
  return list.has(jid.toString()) || list.has(jid.bare) || list.has(jid.domain);
}

/** RFC 6121 §3: who asks for a subscription has asked, as their own roster says; only who has blocked them does not hear of it. */
export function goesUnnoticed(stanza: Element, cut: Cut): boolean {
  return cut === "inbound" && stanza.name === "presence" && SUBSCRIPTIONS.has(stanza.attr("type") ?? "");
}

const SUBSCRIPTIONS: ReadonlySet<string> = new Set(["subscribe", "subscribed", "unsubscribe", "unsubscribed"]);

/** What a session is told of a stanza that is cut off (XEP-0191 §3.3); undefined: nothing. */
export function blockedReply(stanza: Element, cut: Cut): Element | undefined {
  if (!isAnswered(stanza)) return undefined;
  if (cut === "outbound") {
    const extra = xml("blocked", NS.blockingErrors);
    return errorReply(stanza, new StanzaError("not-acceptable", undefined, { type: "cancel", extra }));
  }
  if (cut === "unknown")
    return errorReply(stanza, new StanzaError("internal-server-error", undefined, { type: "wait" }));
  return stanza.name === "presence" ? undefined : errorReply(stanza, new StanzaError("service-unavailable"));
}
