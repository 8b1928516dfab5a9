import {
  type Element,
  errorReply,
  Jid,
  JidError,
  NS,
  resultReply,
  StanzaError,
  StreamError,
  withAttrs,
  xml,
} from "@yonder/protocol";
import type { Account } from "../store/store.ts";
import type { Connection, ConnectionListener, StreamHeader } from "../transport/connection.ts";
import { mayLogIn } from "./mechanisms.ts";
import type { Applicant } from "./registration.ts";
import { Login } from "./sasl.ts";
import { Session } from "./session.ts";
import type { StreamContext } from "./stream-context.ts";
import { featuresAfterLogin, featuresBeforeLogin } from "./stream-features.ts";
import { enabled, failed, handledCountTooHigh, isTrue, readHandledCount } from "./stream-management.ts";

/** What a stream needs until a resource is bound, and not after. */
interface Negotiation {
  /** The client's header is expected next. */
  awaitsHeader: boolean;
  login: Login | undefined;
  applicant: Applicant | undefined;
  account: Account | undefined;
  /** Elements that came while another was being handled; undefined: none is. */
  waiting: Element[] | undefined;
}

const STANZAS: ReadonlySet<string> = new Set(["message", "presence", "iq"]);
/** Elements that may wait: reading is paused, but the present chunk may hold some. */
const MAX_WAITING = 64;

/** One XML stream of a client (RFC 6120 §4), whatever carries it: negotiation, then a session. */
export class Stream implements ConnectionListener {
  readonly #connection: Connection;
  readonly #context: StreamContext;
  #negotiation: Negotiation | undefined = {
    awaitsHeader: true,
    login: undefined,
    applicant: undefined,
    account: undefined,
    waiting: undefined,
  };
  #hasOpened = false;
  #session: Session | undefined;

  constructor(connection: Connection, context: StreamContext) {
    this.#connection = connection;
    this.#context = context;
  }

  onOpen(header: StreamHeader): void {
    const negotiation = this.#negotiation;
    if (!negotiation?.awaitsHeader) return this.#fail(new StreamError("bad-format", "A stream is open already."));
    negotiation.awaitsHeader = false;
    this.#open(header);
    const error = errorOf(header, this.#context.domain);
    if (error) return this.#fail(error);
    this.#connection.send(
      negotiation.account ? featuresAfterLogin(this.#context) : featuresBeforeLogin(this.#connection, this.#context),
    );
  }

  onElement(element: Element): void {
    if (this.#session) return this.#inSession(this.#session, element);
    const waiting = this.#negotiation?.waiting;
    if (!waiting) return this.#negotiate(element);
    if (waiting.length >= MAX_WAITING) return this.#fail(new StreamError("policy-violation", "Wait for answers."));
    waiting.push(element);
  }

  onEnd(): void {
    if (!this.#session) return this.#connection.close();
    this.#session.leave(this.#connection);
  }

  onViolation(error: StreamError): void {
    this.#fail(error);
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

  #open({ from }: StreamHeader): void {
    this.#hasOpened = true;
    const { domain, randomId } = this.#context;
    const account = this.#negotiation?.account;
    // RFC 6120 §4.7.2: `to` only for someone whose address is known to be so
    const to = account ? `${account.username}@${domain}` : undefined;
    this.#connection.open({
      from: domain,
      to: from === undefined ? undefined : to,
      id: randomId(),
      version: "1.0",
      lang: "en",
    });
  }

  /** Ends it all with a stream error; before our header went out, it goes first (RFC 6120 §4.9.1.2). */
  #fail(error: StreamError): void {
    if (!this.#hasOpened) this.#open({});
    this.#context.log.debug({ address: this.#connection.remoteAddress, condition: error.condition }, "stream error");
    if (this.#session?.isCarriedBy(this.#connection)) return this.#session.close(error);
    this.#connection.close(error);
  }

  // Until a resource is bound

  #negotiate(element: Element): void {
    const negotiation = this.#negotiation;
    if (!negotiation) return;
    if (negotiation.awaitsHeader) return this.#fail(new StreamError("bad-format", "A stream header comes first."));
    if (element.ns === NS.client && STANZAS.has(element.name)) return this.#stanzaBeforeBind(element, negotiation);
    if (negotiation.account) return this.#afterLogin(element, negotiation.account);
    if (element.is("starttls", NS.tls) && this.#connection.canStartTls) return this.#startTls();
    if (element.ns === NS.sasl) return this.#authenticate(element, negotiation);
    this.#fail(unexpected(element));
  }

  #startTls(): void {
    this.#negotiation = {
      awaitsHeader: true,
      login: undefined,
      applicant: undefined,
      account: undefined,
      waiting: undefined,
    };
    this.#connection.startTls(xml("proceed", NS.tls));
  }

  #authenticate(element: Element, negotiation: Negotiation): void {
    negotiation.login ??= new Login(this.#connection, this.#context);
    this.#hold(negotiation.login.handle(element), (step) => {
      this.#connection.send(step.element);
      if (step.kind === "too-many-failures")
        return this.#fail(new StreamError("policy-violation", "Too many failed logins."));
      if (step.kind === "success") this.#restart(step.account);
    });
  }

  #restart(account: Account): void {
    if (!this.#negotiation) return;
    this.#negotiation.account = account;
    this.#negotiation.login = undefined;
    this.#negotiation.applicant = undefined;
    this.#negotiation.awaitsHeader = true;
    this.#connection.restart();
  }

  #stanzaBeforeBind(stanza: Element, negotiation: Negotiation): void {
    const payload = stanza.name === "iq" ? stanza.firstElement : undefined;
    const type = stanza.attr("type");
    if (!payload || !stanza.attr("id") || (type !== "get" && type !== "set"))
      return this.#fail(new StreamError("not-authorized"));
    if (negotiation.account) {
      if (type === "set" && payload.is("bind", NS.bind))
        return this.#hold(this.#bind(stanza, payload, negotiation.account), nothing);
    } else if (this.#context.registrar?.isMine(payload)) return this.#register(stanza, payload, type, negotiation);
    else if (payload.is("query", NS.register))
      return this.#reply(errorReply(stanza, new StanzaError("service-unavailable")));
    this.#fail(new StreamError("not-authorized"));
  }

  #register(iq: Element, payload: Element, type: string, negotiation: Negotiation): void {
    if (!mayLogIn(this.#connection)) return this.#fail(new StreamError("policy-violation", "TLS is required."));
    negotiation.applicant ??= { address: this.#connection.remoteAddress };
    const answer = this.#context.registrar?.handle(type, payload, negotiation.applicant) ?? Promise.resolve(undefined);
    this.#hold(
      answer.then(
        (result) => resultReply(iq, result),
        (error: unknown) => errorReply(iq, this.#refusal(error)),
      ),
      (reply) => this.#reply(reply),
    );
  }

  #reply(element: Element): void {
    this.#connection.send(element);
  }

  #refusal(error: unknown): StanzaError {
    if (error instanceof StanzaError) return error;
    this.#context.log.error({ err: error }, "an iq before login failed");
    return new StanzaError("internal-server-error");
  }

  /** RFC 6120 §7 */
  async #bind(iq: Element, payload: Element, account: Account): Promise<void> {
    try {
      const jid = this.#jidFor(account, payload.childText("resource"));
      const session = await this.#announced(
        new Session(jid, account, this.#context.randomId(), this.#connection, this.#context),
      );
      if (this.#connection.isClosed) return session.detach(this.#connection, "lost");
      this.#enter(session);
      this.#reply(resultReply(iq, xml("bind", NS.bind, null, xml("jid", NS.bind, null, jid.toString()))));
    } catch (error) {
      this.#reply(errorReply(iq, this.#refusal(error)));
    }
  }

  async #announced(session: Session): Promise<Session> {
    try {
      await this.#context.events.bind(session);
      return session;
    } catch (error) {
      session.abandon();
      throw error;
    }
  }

  #jidFor(account: Account, resource: string | undefined): Jid {
    try {
      return Jid.of(account.username, this.#context.domain, resource || this.#context.randomId());
    } catch (error) {
      if (error instanceof JidError) throw new StanzaError("bad-request", "Not a resource.", { cause: error });
      throw error;
    }
  }

  #enter(session: Session): void {
    this.#session = session;
    this.#connection.establish();
  }

  #afterLogin(element: Element, account: Account): void {
    if (element.ns !== NS.sm) return this.#fail(unexpected(element));
    if (element.name === "resume") return this.#resume(element, account);
    this.#reply(failed("unexpected-request"));
  }

  /** XEP-0198 §5 */
  #resume(element: Element, account: Account): void {
    const previd = element.attr("previd") ?? "";
    const h = readHandledCount(element);
    if (h === undefined) return this.#reply(failed("bad-request"));
    const { resumable } = this.#context;
    const session = resumable.find(previd, account.id);
    if (!session) return this.#reply(failed("item-not-found", resumable.pastHandledCount(previd, account.id)));
    const sentCount = session.sentCount;
    const ready = Promise.withResolvers<boolean>();
    const refusal = session.resume(this.#connection, h, (isResumed) => {
      if (isResumed) this.#enter(session);
      ready.resolve(isResumed);
    });
    if (refusal) return this.#fail(handledCountTooHigh(h, sentCount));
    this.#hold(ready.promise, (isResumed) => {
      if (!isResumed) this.#reply(failed("item-not-found"));
    });
  }

  /** What comes meanwhile waits. */
  #hold<T>(promise: Promise<T>, then: (value: T) => void): void {
    const negotiation = this.#negotiation;
    if (!negotiation) return;
    negotiation.waiting = [];
    this.#connection.pause();
    promise.then(then).then(
      () => this.#goOn(),
      (error: unknown) => this.#onBug(error),
    );
  }

  #goOn(): void {
    const waiting = this.#negotiation?.waiting ?? [];
    if (this.#negotiation) this.#negotiation.waiting = undefined;
    if (this.#session) this.#negotiation = undefined;
    this.#connection.resume();
    for (const element of waiting) if (!this.#connection.isClosed) this.onElement(element);
  }

  #onBug(error: unknown): void {
    this.#context.log.error({ err: error }, "negotiating a stream failed");
    this.#fail(new StreamError("internal-server-error"));
  }

  // With a session

  #inSession(session: Session, element: Element): void {
    if (element.ns === NS.client && STANZAS.has(element.name)) {
      const stanza = withFrom(element, session.jid);
      if (stanza) return session.receive(stanza);
      return this.#fail(new StreamError("invalid-from"));
    }
    if (element.ns === NS.sm) return this.#manage(session, element);
    this.#fail(unexpected(element));
  }

  /** XEP-0198 §3, §4 */
  #manage(session: Session, element: Element): void {
    if (element.name === "enable" && !session.isManaged) return this.#enable(session, element);
    if (element.name === "r" && session.isManaged) return session.answerRequest();
    if (element.name === "a" && session.isManaged) return this.#acknowledge(session, element);
    this.#reply(failed("unexpected-request"));
  }

  #enable(session: Session, element: Element): void {
    const max = Number(element.attr("max") ?? Number.NaN);
    const seconds = session.manage(isTrue(element.attr("resume")), Number.isInteger(max) && max > 0 ? max : undefined);
    this.#reply(enabled(session.id, seconds));
  }

  #acknowledge(session: Session, element: Element): void {
    const h = readHandledCount(element);
    if (h === undefined) return this.#fail(new StreamError("policy-violation", "An ack needs an h."));
    const { sentCount } = session;
    if (!session.acknowledge(h)) this.#fail(handledCountTooHigh(h, sentCount));
  }
}

/** RFC 6120 §4.7 */
function errorOf({ to, version }: StreamHeader, domain: string): StreamError | undefined {
  if (to === undefined) return new StreamError("improper-addressing", "A stream header needs a 'to'.");
  if (Jid.tryParse(to)?.toString() !== domain) return new StreamError("host-unknown");
  const major = /^(\d+)\.\d+$/.exec(version ?? "")?.[1];
  if (major === undefined || Number(major) < 1) return new StreamError("unsupported-version");
  return undefined;
}

/** RFC 6120 §4.9.3.10, §4.9.3.24 */
function unexpected(element: Element): StreamError {
  const isStanzaElsewhere = STANZAS.has(element.name) && element.ns !== NS.client;
  return new StreamError(isStanzaElsewhere ? "invalid-namespace" : "unsupported-stanza-type");
}

/** The stanza with the session's full address as `from`; undefined when it names another (RFC 6120 §8.1.2.1). */
function withFrom(stanza: Element, jid: Jid): Element | undefined {
  const from = stanza.attr("from");
  if (from === jid.toString()) return stanza;
  if (from !== undefined && !isOwn(Jid.tryParse(from), jid)) return undefined;
  return withAttrs(stanza, { from: jid.toString() });
}

function isOwn(from: Jid | undefined, jid: Jid): boolean {
  return from?.bare === jid.bare && (from.resource === undefined || from.resource === jid.resource);
}

function nothing(): void {}
