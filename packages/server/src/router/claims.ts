import { type Element, StanzaError, StreamError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Relay } from "../relay/relay.ts";
import type { Session } from "../stream/session.ts";
import type { Courier } from "./courier.ts";
import { displaced, displacedBy } from "./displaced.ts";
import type { Sessions } from "./sessions.ts";

/** Sessions of one user on this node: more than anybody has devices. */
const MAX_SESSIONS = 100;

interface Parts {
  readonly sessions: Sessions;
  readonly relay: Relay;
  readonly courier: Courier;
  readonly log: Logger;
}

/** Who has a resource: of two that bind the same, the newcomer, wherever it comes from (RFC 6120 §7.7.2.2). */
export class Claims {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Of a user with very many sessions, one whose client is away gives way to the next. Throws StanzaError `resource-constraint` when none is. */
  makeRoomFor({ jid }: Session): void {
    const { sessions } = this.#parts;
    const own = sessions.of(jid.bare);
    if (own.length < MAX_SESSIONS || sessions.find(jid.bare, jid.resource ?? "")) return;
    const away = own.find(({ transport, isOver }) => transport === undefined && !isOver);
    if (!away) throw new StanzaError("resource-constraint", "Too many devices at a time.");
    away.close(new StreamError("resource-constraint"));
  }

  /** Throws StanzaError when the directory is out of reach. */
  async claim(session: Session): Promise<void> {
    this.taken(session.jid.bare, session.jid.resource ?? "");
    const node = await this.#register(session);
    if (node !== undefined) this.#tellDisplaced(node, session);
  }

  /** Another session has bound the resource: what is here of it ends. */
  taken(user: string, resource: string): void {
    this.#parts.sessions.find(user, resource)?.close(new StreamError("conflict"));
  }

  /** Whether another node tells that it has bound a resource. */
  hears(user: string, signal: Element): boolean {
    const resource = displacedBy(signal);
    if (resource !== undefined) this.#parts.courier.inBackground(this.#endDisplaced(user, resource), "a conflict");
    return resource !== undefined;
  }

  async #register(session: Session): Promise<string | undefined> {
    const { sessions, log } = this.#parts;
    try {
      return await sessions.add(session);
    } catch (error) {
      log.warn({ err: error, session: session.id }, "session not registered");
      sessions.depart(session);
      throw new StanzaError("internal-server-error", "Try again soon.", { type: "wait" });
    }
  }

  #tellDisplaced(node: string, { jid }: Session): void {
    const stanza = displaced(jid.resource ?? "");
    const { relay, courier } = this.#parts;
    const told = relay.send(node, { version: 1, isSignal: true, to: jid.bare, deliveries: [], stanza });
    courier.inBackground(told, "telling of a conflict");
  }

  /** Unless it has come back here since. */
  async #endDisplaced(user: string, resource: string): Promise<void> {
    const { sessions } = this.#parts;
    const session = sessions.find(user, resource);
    if (session && !(await sessions.announce(session))) session.close(new StreamError("conflict"));
  }
}
