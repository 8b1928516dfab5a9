import { type Element, errorReply, type Jid, resultReply, StanzaError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Awaitable, ElementName, Handlers, Iq, IqHandler } from "../features/feature.ts";
import type { Session } from "../stream/session.ts";

/** Which feature answers which iq request that is for the server or for an account. */
export class IqTable {
  readonly #handlers = { get: new Map<ElementName, IqHandler>(), set: new Map<ElementName, IqHandler>() };
  /** For whose answers nobody waits. */
  readonly #slow = new Set<IqHandler>();
  readonly #domain: string;
  readonly #log: Logger;

  constructor(domain: string, log: Logger) {
    this.#domain = domain;
    this.#log = log;
  }

  /**
   * `isSlow`: what the session sends next does not wait until such a request is answered.
   * @throws Error when two features want to answer the same request
   */
  add(handlers: Handlers["iq"], isSlow = false): void {
    for (const type of ["get", "set"] as const) {
      for (const [name, handler] of Object.entries(handlers?.[type] ?? {})) {
        if (this.#handlers[type].has(name as ElementName)) throw new Error(`two features answer iq ${type} ${name}`);
        this.#handlers[type].set(name as ElementName, handler);
        if (isSlow) this.#slow.add(handler);
      }
    }
  }

  /** Answers a request, or refuses it with `service-unavailable` when no feature knows it (RFC 6120 §8.4). */
  answer(session: Session, stanza: Element, to: Jid | undefined): Awaitable<void> {
    const actions: (() => void)[] = [];
    try {
      const { handler, iq } = this.#find(session, stanza, to, (action) => actions.push(action));
      const result = handler(iq);
      if (!(result instanceof Promise)) return reply(session, stanza, result, actions);
      const answered = result.then(
        (payload) => reply(session, stanza, payload, actions),
        (error: unknown) => this.#refuse(session, stanza, error),
      );
      return this.#slow.has(handler) ? undefined : answered;
    } catch (error) {
      this.#refuse(session, stanza, error);
    }
  }

  #find(
    session: Session,
    stanza: Element,
    to: Jid | undefined,
    afterResult: Iq["afterResult"],
  ): { readonly handler: IqHandler; readonly iq: Iq } {
    const payload = stanza.firstElement;
    const type = stanza.attr("type");
    // RFC 6120 §8.2.3: a request has exactly one payload.
    if (!payload || stanza.elements().length !== 1 || (type !== "get" && type !== "set"))
      throw new StanzaError("bad-request");
    const handler = this.#handlers[type].get(`{${payload.ns}}${payload.name}`);
    if (!handler) throw new StanzaError("service-unavailable");
    const target = this.#targetOf(session, to);
    return { handler, iq: { stanza, payload, from: session.jid, to, session, target, afterResult } };
  }

  #targetOf(session: Session, to: Jid | undefined): Iq["target"] {
    if (to === undefined || to.bare === session.jid.bare) return "own-account";
    return to.local === undefined && to.domain === this.#domain ? "server" : "other-account";
  }

  #refuse(session: Session, stanza: Element, error: unknown): void {
    if (error instanceof StanzaError) return session.send(errorReply(stanza, error));
    this.#log.error({ err: error, payload: stanza.firstElement?.ns }, "iq handler failed");
    session.send(errorReply(stanza, new StanzaError("internal-server-error")));
  }
}

/** Whether a stanza is an iq that is to be answered (RFC 6120 §8.2.3). */
export function isRequest(stanza: Element): boolean {
  return stanza.name === "iq" && (stanza.attr("type") === "get" || stanza.attr("type") === "set");
}

function reply(
  session: Session,
  stanza: Element,
  payload: Element | undefined,
  actions: readonly (() => void)[],
): void {
  session.send(resultReply(stanza, payload));
  for (const action of actions) action();
}
