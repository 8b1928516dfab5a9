import { type Element, errorReply, Jid, StanzaError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Awaitable, Sender, Service } from "../features/feature.ts";
import type { Session } from "../stream/session.ts";
import { andThen } from "./awaitable.ts";

/** `nobody`: there is no such service. */
export type Taken = "taken" | "refused" | "nobody";

/**
 * What answers at domains beneath ours: rooms, uploads, components. Other servers, once they can be reached, stand here as well:
 * to the router they are one more way on for what is not for its own users.
 */
export class Services {
  readonly #services = new Map<string, Service>();
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @throws Error when two features want to answer at the same domain */
  add(services: Readonly<Record<string, Service>>): void {
    for (const [domain, service] of Object.entries(services)) {
      // A JID's domain is compared as it was prepared (RFC 7622 §3.2).
      const prepared = Jid.parse(domain).domain;
      if (this.#services.has(prepared)) throw new Error(`two features answer at ${prepared}`);
      this.#services.set(prepared, service);
    }
  }

  has(domain: string): boolean {
    return this.#services.has(domain);
  }

  /**
   * Hands a stanza to the service at its domain, in the same breath; what that throws is answered.
   * @param answer takes an error back to the sender
   * @returns what becomes of it, once the service has done what it waits for
   */
  take(stanza: Element, domain: string, from: Sender, answer: (error: Element) => unknown): Awaitable<Taken> {
    const service = this.#services.get(domain);
    if (!service) return "nobody";
    const refuse = (thrown: unknown): Taken => {
      const error = this.#refusalOf(thrown, domain);
      if (isAnswered(stanza)) answer(errorReply(stanza, error));
      return "refused";
    };
    try {
      const done = andThen(service.stanza(stanza, from), (): Taken => "taken");
      return done instanceof Promise ? done.catch(refuse) : done;
    } catch (error) {
      return refuse(error);
    }
  }

  #refusalOf(error: unknown, domain: string): StanzaError {
    if (error instanceof StanzaError) return error;
    this.#log.error({ err: error, domain }, "service failed");
    return new StanzaError("internal-server-error", undefined, { type: "wait" });
  }
}

/** Tells a session that a stanza of its is refused. */
export function refuse(
  session: Session,
  stanza: Element,
  condition: "jid-malformed" | "remote-server-not-found" | "resource-constraint" | "service-unavailable",
): void {
  if (isAnswered(stanza)) session.send(errorReply(stanza, new StanzaError(condition)));
}

/** RFC 6120 §8.3.1 and §8.2.3: neither an error nor an answer is answered. */
export function isAnswered(stanza: Element): boolean {
  const type = stanza.attr("type");
  return type !== "error" && type !== "result";
}
