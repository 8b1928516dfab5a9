import { Element, NS, StreamError } from "@yonder/protocol";
import type { Connection, ConnectionListener, StreamHeader } from "../transport/connection.ts";
import { type Arrival, Negotiation } from "./negotiation.ts";
import type { Session } from "./session.ts";
import type { StreamContext } from "./stream-context.ts";
import { isStanza, unexpected, withOwnFrom } from "./stream-element.ts";
import { enable, failed, handledCountTooHigh, readHandledCount } from "./stream-management.ts";

/** One XML stream of a client (RFC 6120 §4), whatever carries it: a negotiation, then a session. */
export class Stream implements ConnectionListener {
  readonly #connection: Connection;
  readonly #context: StreamContext;
  #negotiation: Negotiation | undefined;
  #hasOpened = false;
  #session: Session | undefined;

  constructor(connection: Connection, context: StreamContext) {
    this.#connection = connection;
    this.#context = context;
    this.#negotiation = new Negotiation(connection, context, {
      onSession: (session) => this.#enter(session),
      onSettled: (waiting) => this.#goOn(waiting),
      onViolation: (error) => this.onViolation(error),
    });
  }

  onOpen(header: StreamHeader): void {
    if (!this.#negotiation) return this.onViolation(new StreamError("bad-format", "A stream is open already."));
    this.#hasOpened = true;
    this.#negotiation.onOpen(header);
  }

  onElement(element: Element): void {
    if (this.#session) this.#take(this.#session, element);
    else this.#negotiation?.onElement(element);
  }

  onEnd(): void {
    if (this.#session) this.#session.leave(this.#connection);
    else this.#connection.close();
  }

  /** Ends it all with a stream error; before our header went out, it goes first (RFC 6120 §4.9.1.2). */
  onViolation(error: StreamError): void {
    if (!this.#hasOpened) this.#negotiation?.sendHeader({});
    this.#hasOpened = true;
    this.#context.log.debug({ address: this.#connection.remoteAddress, condition: error.condition }, "stream error");
    if (this.#session?.isCarriedBy(this.#connection)) return this.#session.close(error);
    this.#connection.close(error);
  }

  onFlushing(): void {
    this.#session?.onFlushing(this.#connection);
  }

  onFlushed(): void {
    this.#session?.onFlushed(this.#connection);
  }

  onClosed(): void {
    this.#negotiation = undefined;
    this.#session?.detach(this.#connection, "lost");
    this.#session = undefined;
  }

  #enter(session: Session): void {
    if (this.#connection.isClosed) return session.detach(this.#connection, "lost");
    this.#session = session;
    this.#connection.establish();
  }

  #goOn(waiting: readonly Arrival[]): void {
    if (this.#session) this.#negotiation = undefined;
    for (const arrival of waiting) if (!this.#connection.isClosed) this.#arrive(arrival);
  }

  #arrive(arrival: Arrival): void {
    if (arrival instanceof Element) this.onElement(arrival);
    else this.onOpen(arrival);
  }

  #take(session: Session, element: Element): void {
    if (isStanza(element)) {
      const stanza = withOwnFrom(element, session.jid);
      return stanza ? session.receive(stanza) : this.onViolation(new StreamError("invalid-from"));
    }
    if (element.ns === NS.sm) return this.#manage(session, element);
    if (element.ns === NS.csi && (element.name === "active" || element.name === "inactive"))
      return session.attend(element.name === "active");
    this.onViolation(unexpected(element));
  }

  /** XEP-0198 §3, §4 */
  #manage(session: Session, element: Element): void {
    if (element.name === "enable" && !session.isManaged) return this.#connection.send(enable(session, element));
    if (element.name === "r" && session.isManaged) return session.request();
    if (element.name === "a" && session.isManaged) return this.#acknowledge(session, element);
    this.#connection.send(failed("unexpected-request"));
  }

  #acknowledge(session: Session, element: Element): void {
    const h = readHandledCount(element);
    if (h === undefined) return this.onViolation(new StreamError("policy-violation", "An ack needs an h."));
    const { sentCount } = session;
    if (!session.acknowledge(h)) this.onViolation(handledCountTooHigh(h, sentCount));
  }
}
