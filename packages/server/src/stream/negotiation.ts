import { type Element, errorReply, Jid, NS, resultReply, StanzaError, StreamError, xml } from "@yonder/protocol";
import type { Account } from "../store/store.ts";
import type { Connection, StreamHeader } from "../transport/connection.ts";
import { bind } from "./binding.ts";
import { Login, type LoginStep, type LoginSuccess } from "./login/login.ts";
import { mayLogIn } from "./mechanisms.ts";
import type { Awaitable } from "./node-port.ts";
import type { Applicant } from "./registration.ts";
import { resume } from "./resumption.ts";
import { saslAnswer, takeSasl } from "./sasl.ts";
import { type Authenticate, nothingElse, readAuthenticate, sasl2Answer, takeSasl2 } from "./sasl2.ts";
import type { Session } from "./session.ts";
import { type SignedIn, signIn } from "./sign-in.ts";
import type { StreamContext } from "./stream-context.ts";
import { isStanza, unexpected } from "./stream-element.ts";
import { featuresAfterLogin, featuresBeforeLogin, featuresOfSession } from "./stream-features.ts";
import { failed, handledCountTooHigh, readHandledCount } from "./stream-management.ts";
import { type TaskStep, Upgrades } from "./upgrades.ts";

/** What comes of a negotiation. */
export interface NegotiationEvents {
  /** A resource is bound, or a session resumed; called before the client hears of it. */
  onSession(session: Session): void;
  /** What came meanwhile was handled: the negotiation may be forgotten, if there is a session. */
  onSettled(waiting: readonly Arrival[]): void;
  onViolation(error: StreamError): void;
}

/** An element, or over WebSocket the header of the next stream: a client may send it along with the proof of its password. */
export type Arrival = Element | StreamHeader;

/** Elements that may wait: reading is paused when one has to, but the present chunk may hold more. */
const MAX_WAITING = 64;

/** The way of a stream from its header to a session (RFC 6120 §4.3): TLS, registration, SASL, then bind or resumption. */
export class Negotiation {
  readonly #connection: Connection;
  readonly #shared: StreamContext;
  readonly #events: NegotiationEvents;
  /** Of the domain that the stream is to. */
  #context: StreamContext;
  /** The client's header is expected next. */
  #awaitsHeader = true;
  /** Bare address that the client says it has, in its stream's header. */
  #from: string | undefined;
  #login: Login | undefined;
  /** What the client wants along with the login that is under way, if that is by SASL2. */
  #authenticate: Authenticate | undefined;
  /** What is to be done before that one ends. */
  #upgrades: Upgrades | undefined;
  #applicant: Applicant | undefined;
  #account: Account | undefined;
  /** Elements that came while another was being handled; undefined: none is. */
  #waiting: Arrival[] | undefined;

  constructor(connection: Connection, context: StreamContext, events: NegotiationEvents) {
    this.#connection = connection;
    this.#shared = context;
    this.#context = context;
    this.#events = events;
  }

  onOpen(header: StreamHeader): void {
    if (this.#waiting) return this.#wait(this.#waiting, header);
    if (!this.#awaitsHeader) return this.#fail(new StreamError("bad-format", "A stream is open already."));
    this.#awaitsHeader = false;
    // Whoever has logged in has done so at one domain, and not at others.
    if (!this.#account) this.#context = this.#shared.guests.get(header.to ?? "") ?? this.#shared;
    this.sendHeader(header);
    const error = errorOf(header, this.#context.domain);
    if (error) return this.#fail(error);
    this.#from = header.from === undefined ? undefined : Jid.tryParse(header.from)?.bare;
    const { transport, canStartTls } = this.#connection;
    const refusal = this.#context.admission.refusal({ transport, canStartTls: canStartTls && !this.#account });
    if (refusal) return this.#connection.close(refusal.error, refusal.seeOtherUri);
    this.#connection.send(
      this.#account
        ? featuresAfterLogin(this.#connection, this.#context)
        : featuresBeforeLogin(this.#connection, this.#context),
    );
  }

  sendHeader({ from }: StreamHeader): void {
    const { domain, randomId } = this.#context;
    // RFC 6120 §4.7.2: `to` only for someone whose address is known to be so
    const to = this.#account && from !== undefined ? `${this.#account.username}@${domain}` : undefined;
    this.#connection.open({ from: domain, to, id: randomId(), version: "1.0", lang: "en" });
  }

  onElement(element: Element): void {
    if (this.#waiting) return this.#wait(this.#waiting, element);
    this.#take(element);
  }

  #wait(waiting: Arrival[], arrival: Arrival): void {
    if (waiting.length >= MAX_WAITING) return this.#fail(new StreamError("policy-violation", "Wait for answers."));
    if (waiting.push(arrival) === 1) this.#connection.pause();
  }

  #take(element: Element): void {
    if (this.#awaitsHeader) return this.#fail(new StreamError("bad-format", "A stream header comes first."));
    if (this.#authenticate && element.ns !== NS.sasl2) return this.#fail(unexpectedInLogin());
    if (isStanza(element)) return this.#takeStanza(element);
    if (this.#account) return this.#takeAfterLogin(element, this.#account);
    if (element.is("starttls", NS.tls) && this.#connection.canStartTls) return this.#startTls();
    if (element.ns === NS.sasl) return this.#logIn(element);
    if (element.ns === NS.sasl2) return this.#logIn2(element);
    this.#fail(unexpected(element));
  }

  /** Nothing that was said without TLS counts any more (RFC 6120 §5.4.3.3). */
  #startTls(): void {
    this.#awaitsHeader = true;
    this.#login = undefined;
    this.#authenticate = undefined;
    this.#applicant = undefined;
    this.#connection.startTls(xml("proceed", NS.tls));
  }

  #logIn(element: Element): void {
    this.#login ??= new Login(this.#connection, this.#context);
    this.#hold(takeSasl(this.#login, element), (step) => {
      this.#reply(saslAnswer(step));
      if (step.kind === "success") this.#restart(step.account);
      if (step.kind === "failure" && step.isLast) this.#fail(tooManyFailures());
    });
  }

  /** XEP-0388 */
  #logIn2(element: Element): void {
    this.#login ??= new Login(this.#connection, this.#context);
    if (element.name === "authenticate") this.#authenticate = readAuthenticate(element);
    const wants = this.#authenticate;
    this.#hold(this.#takeSasl2(this.#login, element, wants), async (step) => {
      if (step.kind === "success") return this.#signIn(step, wants);
      this.#reply(step.kind === "task" ? step.element : sasl2Answer(step));
      if (step.kind !== "failure") return;
      this.#authenticate = undefined;
      this.#upgrades = undefined;
      if (step.isLast) this.#fail(tooManyFailures());
    });
  }

  /** Whoever is let in may have something to do before (XEP-0388 §2.6.3). */
  async #takeSasl2(login: Login, element: Element, wants: Authenticate = nothingElse): Promise<LoginStep | TaskStep> {
    if (this.#upgrades) return this.#upgrades.take(element, login);
    const step = await takeSasl2(login, element, this.#from);
    if (step.kind !== "success") return step;
    this.#upgrades = await Upgrades.after(step, wants.upgrades, this.#context);
    return this.#upgrades ? { kind: "task", element: this.#upgrades.proposal(step.data) } : step;
  }

  async #signIn(login: LoginSuccess, wants: Authenticate = nothingElse): Promise<void> {
    const onResumed = (session: Session): void => this.#events.onSession(session);
    this.#finish(login.account, await signIn(login, wants, this.#connection, this.#context, onResumed));
  }

  /** No restart, but features at once (XEP-0388 §2.6.1); after a resumption nothing (XEP-0198 §9.2). */
  #finish(account: Account, outcome: SignedIn): void {
    this.#authenticate = undefined;
    this.#upgrades = undefined;
    if (outcome.kind === "violation") return this.#fail(outcome.error);
    if (outcome.kind === "refused")
      return this.#reply(sasl2Answer({ kind: "failure", condition: "temporary-auth-failure", isLast: false }));
    this.#account = account;
    this.#login = undefined;
    this.#applicant = undefined;
    if (outcome.kind === "authenticated") {
      this.#reply(outcome.success);
      this.#reply(featuresAfterLogin(this.#connection, this.#context));
    }
    if (outcome.kind !== "bound") return;
    const { session, success } = outcome;
    session.begin(this.#connection, success, featuresOfSession(session, this.#connection, this.#context));
    this.#events.onSession(session);
  }

  #restart(account: Account): void {
    this.#account = account;
    this.#login = undefined;
    this.#applicant = undefined;
    this.#awaitsHeader = true;
    this.#connection.restart();
  }

  /** Before a resource is bound there are no stanzas but those that lead there (RFC 6120 §7.1). */
  #takeStanza(stanza: Element): void {
    const type = stanza.attr("type");
    const payload = stanza.name === "iq" && stanza.attr("id") ? stanza.firstElement : undefined;
    if (!payload || (type !== "get" && type !== "set")) return this.#fail(new StreamError("not-authorized"));
    if (this.#account) return this.#takeIqAfterLogin(stanza, payload, type, this.#account);
    if (this.#context.registrar?.isMine(payload)) return this.#register(stanza, payload, type);
    if (payload.ns === NS.register) return this.#reply(errorReply(stanza, new StanzaError("service-unavailable")));
    this.#fail(new StreamError("not-authorized"));
  }

  #takeIqAfterLogin(iq: Element, payload: Element, type: string, account: Account): void {
    if (type !== "set" || !payload.is("bind", NS.bind)) return this.#fail(new StreamError("not-authorized"));
    this.#hold(this.#bind(iq, payload, account), (reply) => this.#reply(reply));
  }

  #register(iq: Element, payload: Element, type: string): void {
    if (!mayLogIn(this.#connection)) return this.#fail(new StreamError("policy-violation", "TLS is required."));
    this.#applicant ??= { address: this.#connection.remoteAddress };
    this.#hold(this.#registrationReply(iq, payload, type, this.#applicant), (reply) => this.#reply(reply));
  }

  async #registrationReply(iq: Element, payload: Element, type: string, applicant: Applicant): Promise<Element> {
    try {
      return resultReply(iq, await this.#context.registrar?.handle(type, payload, applicant));
    } catch (error) {
      return errorReply(iq, this.#refusal(error));
    }
  }

  /** RFC 6120 §7 */
  async #bind(iq: Element, payload: Element, account: Account): Promise<Element> {
    try {
      const session = await bind(account, payload.childText("resource"), this.#connection, this.#context);
      this.#events.onSession(session);
      return resultReply(iq, xml("bind", NS.bind, null, xml("jid", NS.bind, null, session.jid.toString())));
    } catch (error) {
      return errorReply(iq, this.#refusal(error));
    }
  }

  #takeAfterLogin(element: Element, account: Account): void {
    if (element.ns !== NS.sm) return this.#fail(unexpected(element));
    if (element.name === "resume") return this.#resume(element, account);
    this.#reply(failed("unexpected-request"));
  }

  /** XEP-0198 §5 */
  #resume(element: Element, account: Account): void {
    const id = element.attr("previd") ?? "";
    const h = readHandledCount(element);
    if (h === undefined) return this.#reply(failed("bad-request"));
    const onResumed = (session: Session): void => this.#events.onSession(session);
    this.#hold(resume({ id, account, h }, this.#connection, this.#context, { onResumed }), (outcome) => {
      if (outcome.kind === "too-high") this.#fail(handledCountTooHigh(h, outcome.sentCount));
      if (outcome.kind === "gone") this.#reply(failed("item-not-found", outcome.h));
    });
  }

  /** What comes meanwhile waits. */
  #hold<T>(promise: Promise<T>, then: (value: T) => Awaitable<void>): void {
    this.#waiting = [];
    promise
      .then(then)
      .then(() => this.#goOn())
      .catch((error: unknown) => this.#onBug(error));
  }

  #goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    if (waiting.length > 0) this.#connection.resume();
    this.#events.onSettled(waiting);
  }

  #reply(element: Element): void {
    this.#connection.send(element);
  }

  #fail(error: StreamError): void {
    this.#events.onViolation(error);
  }

  #refusal(error: unknown): StanzaError {
    if (error instanceof StanzaError) return error;
    this.#context.log.error({ err: error }, "an iq before login failed");
    return new StanzaError("internal-server-error");
  }

  #onBug(error: unknown): void {
    this.#context.log.error({ err: error }, "negotiating a stream failed");
    this.#fail(new StreamError("internal-server-error"));
  }
}

function tooManyFailures(): StreamError {
  return new StreamError("policy-violation", "Too many failed logins.");
}

/** XEP-0388 §2.4 */
function unexpectedInLogin(): StreamError {
  return new StreamError("not-authorized", "Log in first.");
}

/** RFC 6120 §4.7, XEP-0388 §2.1 */
function errorOf({ to, from, version }: StreamHeader, domain: string): StreamError | undefined {
  if (to === undefined) return new StreamError("improper-addressing", "A stream header needs a 'to'.");
  if (Jid.tryParse(to)?.toString() !== domain) return new StreamError("host-unknown");
  if (from && Jid.tryParse(from)?.domain !== domain) return new StreamError("invalid-from");
  const major = /^(\d+)\.\d+$/.exec(version ?? "")?.[1];
  return major === undefined || Number(major) < 1 ? new StreamError("unsupported-version") : undefined;
}
