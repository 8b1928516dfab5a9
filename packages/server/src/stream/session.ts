// biome-ignore-all lint/style/noExcessiveLinesPerFile: a session's life is told in one place
import { type Element, type Jid, StreamError } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import type { Account } from "../store/store.ts";
import type { Connection, TransportKind } from "../transport/connection.ts";
import { Deadline } from "./deadline.ts";
import { Incoming } from "./incoming.ts";
import { type EndReason, endReasonOf, type Luggage } from "./node-port.ts";
import { Outgoing } from "./outgoing.ts";
import type { SessionContext } from "./session-context.ts";
import { SessionProfile } from "./session-profile.ts";
import { reportBug, reportEnd, reportReached, reportStanza } from "./session-reports.ts";
import { type SessionState, stateOf } from "./session-state.ts";
import { ack, resumed, type Successor } from "./stream-management.ts";
import type { Sent } from "./unacked.ts";

/** A bound resource (RFC 6120 §7). It outlives its connection while it may be resumed (XEP-0198). */
export class Session extends SessionProfile {
  readonly #context: SessionContext;
  readonly #incoming: Incoming;
  readonly #outgoing: Outgoing;
  /** Made when its connection is lost. */
  #expiry: Deadline | undefined = undefined;
  #connection: Connection | undefined;
  #isOver = false;
  #isToldOver = false;
  /** It was carried by a connection, and is not. */
  #isSuspended = false;
  /** The client has closed its stream, and is answered before it is let go. */
  #isLeaving = false;
  /** Seconds for which it may be resumed; undefined: not at all. */
  #resumeSeconds: number | undefined = undefined;
  /** Who takes it over as soon as all that arrived over the former connection is done: a connection, or another node. */
  #successor: object | undefined = undefined;

  /** A session that comes here from another node: as it stood there, and suspended. */
  static arriving(state: SessionState, context: SessionContext): Session {
    const session = Object.assign(new Session(state.jid, state.account, state.id, undefined, context), state.wishes);
    session.#resumeSeconds = state.resumeSeconds;
    session.#incoming.manage(state.handledCount);
    session.#outgoing.manage(state.sent);
    return session;
  }

  constructor(jid: Jid, account: Account, id: string, connection: Connection | undefined, context: SessionContext) {
    super(jid, account, id);
    const { wheel, limits, metrics } = context;
    this.#connection = connection;
    this.#context = context;
    this.#incoming = new Incoming(connection, wheel, {
      handle: (stanza) => reportStanza(this, stanza, context),
      onFailed: (error) => reportBug(this, error, context),
    });
    this.#outgoing = new Outgoing(connection, wheel, limits, {
      onReached: (sent) => reportReached(this, sent, context),
      onStuck: () => this.#stuck(),
    });
    metrics.sessions += 1;
  }

  /** What carries it; undefined while it is suspended. */
  get transport(): TransportKind | undefined {
    return this.#connection?.transport;
  }

  /** Whether it ended; what is sent to it while the end is not told yet counts as not acknowledged. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether stream management (XEP-0198) is on. */
  get isManaged(): boolean {
    return this.#outgoing.isManaged;
  }

  /** Whether it is connected, and somebody looks at its client, as far as that says (XEP-0352). */
  get isAttended(): boolean {
    return !this.#isSuspended && this.#outgoing.isAttended;
  }

  /** The client says whether somebody looks at it; what waited for that goes out first. */
  attend(isAttended: boolean): void {
    if (isAttended === this.#outgoing.isAttended) return;
    this.#outgoing.attend(isAttended);
    this.#context.events.attention(this);
  }

  /** What was sent, and is not acknowledged, in order of sending. */
  get unacknowledged(): readonly Sent[] {
    return this.#outgoing.unacknowledged();
  }

  send(stanza: Element): void {
    this.deliver(stanza, undefined);
  }

  /** As `send`; once acknowledged, `SessionEvents.acknowledged` is called, and `reached` if somebody wants to know. */
  deliver(stanza: Element, archiveId: number | undefined, reachedTo?: Asker): void {
    if (this.#isToldOver) return;
    this.#context.metrics.stanzasSent += 1;
    this.#outgoing.send(stanza, archiveId, reachedTo);
  }

  /** Resolves when the client has taken most of what was sent, or the session is over. */
  drained(): Promise<void> {
    return this.#isOver ? Promise.resolve() : this.#outgoing.drained();
  }

  /** Ends the session, with a stream error. */
  close(error: StreamError): void {
    this.#disconnect()?.close(error);
    this.#end(endReasonOf(error));
  }

  /** Sends the client to another node, where it may resume; a session that cannot be resumed ends. `seeOtherUri`: as in `Connection.close`. */
  sendAway(error: StreamError, seeOtherUri?: string): void {
    this.#letGo(this.#resumeSeconds === undefined ? endReasonOf(error) : "lost")?.close(error, seeOtherUri);
  }

  /** What is not done counts no longer: the client is to come back, here or elsewhere, and send it again. */
  turnBack(error: StreamError): void {
    this.#incoming.forgetUndone();
    this.sendAway(error);
  }

  /** `h`: how many of the client's stanzas are done (XEP-0198 §4). */
  get handledCount(): number {
    return this.#incoming.handledCount;
  }

  /** Something is not done that arrived before stream management was on: the client will not send it again. */
  get hasUncounted(): boolean {
    return this.#incoming.hasUncounted;
  }

  /** How many stanzas were sent, modulo 2^32 (XEP-0198 §4). */
  get sentCount(): number {
    return this.#outgoing.sentCount;
  }

  /** Whether its stanzas go over this connection. */
  isCarriedBy(connection: Connection): boolean {
    return this.#connection === connection;
  }

  /** Takes a stanza from the client; `from` is set already. */
  receive(stanza: Element): void {
    this.#context.metrics.stanzasReceived += 1;
    this.#incoming.receive(stanza);
  }

  /** Turns stream management on. Returns for how many seconds it can be resumed; undefined: not at all. */
  manage(wantsResumption: boolean, maxSeconds: number | undefined): number | undefined {
    const limit = this.#context.limits.resumptionSeconds;
    this.#incoming.manage();
    this.#outgoing.manage();
    if (!wantsResumption || limit === 0) return undefined;
    this.#resumeSeconds = Math.min(maxSeconds ?? limit, limit);
    this.#context.resumable.add(this);
    return this.#resumeSeconds;
  }

  /** Takes the client's `h`. False: it counts more than was sent. */
  acknowledge(h: number): boolean {
    return this.#outgoing.acknowledge(h);
  }

  /** Takes the client's `<r/>`. */
  request(): void {
    this.#incoming.request();
  }

  /** The turn's output is about to be written. */
  onFlushing(connection: Connection): void {
    if (this.#connection === connection) this.#outgoing.onFlushing();
  }

  /** All that was sent has left. */
  onFlushed(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#outgoing.onFlushed();
    if (this.#isLeaving) this.#incoming.whenSettled(() => this.#part(connection));
  }

  /** The client closes its stream and will not come back (XEP-0198 §7): what it asked for before is answered first. */
  leave(connection: Connection): void {
    if (this.#connection === connection) this.#isLeaving = true;
    this.#incoming.whenSettled(() => {
      if (this.#connection !== connection) return connection.close();
      if (this.isManaged) connection.send(ack(this.handledCount));
      // The client may have read to the end and gone, before its socket tells us that all has left: then `onFlushed` goes on.
      if (this.isManaged || this.#outgoing.isClear) this.#part(connection);
    });
  }

  #part(connection: Connection): void {
    this.#context.events.leaving(this, () => this.#letGo("closed", connection)?.close());
  }

  /** Begins, being made without a connection: the greeting goes out ahead of what was sent to it meanwhile. */
  begin(connection: Connection, ...greeting: readonly Element[]): void {
    if (this.#isOver) connection.close(new StreamError("conflict"));
    else this.#goOnOver(connection, greeting);
  }

  /** It was never bound: nobody hears of it again. */
  abandon(): void {
    if (this.#isOver) return;
    this.#finish();
    this.moved();
  }

  /** Its connection is gone. */
  detach(connection: Connection, reason: EndReason): void {
    if (this.#connection !== connection) return;
    this.#disconnect();
    if (this.#isLeaving) return this.#end("closed");
    if (this.#resumeSeconds === undefined || reason !== "lost") return this.#end(reason);
    this.#context.metrics.sessionsSuspended += 1;
    this.#expiry ??= new Deadline(this.#context.wheel, () => this.#end("expired"));
    this.#expiry.set(this.#resumeSeconds * 1_000);
    this.#isSuspended = true;
    this.#context.events.attention(this);
  }

  /** Goes on over another connection (XEP-0198 §5) once what arrived over the former one is done. */
  resume({ connection, h, announced, whenReady }: Successor): "too-high" | undefined {
    if (!this.#outgoing.acknowledge(h)) return "too-high";
    const greeting = (): Element[] => [announced(resumed(this.id, this.handledCount))];
    this.#makeWayFor(connection, (isFree) => whenReady(isFree && this.#goOnOver(connection, greeting())));
  }

  /** Leaves for another node once what arrived is done, or had its time: over here, unheard of until `moved` or `lost`. False: somebody was faster. */
  depart(withinMs: number): Promise<boolean> {
    return new Promise((resolve) => this.#makeWayFor({}, (isFree) => resolve(isFree && this.#quit()), withinMs));
  }

  /** All there is to know of it, for another node. */
  state(luggage: Luggage): SessionState {
    return stateOf(this, this.#resumeSeconds ?? 0, this.#outgoing.state, luggage);
  }

  /** It departed, and goes on elsewhere. */
  moved(): void {
    this.#isToldOver = true;
    this.#context.endings.done();
  }

  /** It departed, and never arrived. */
  lost(reason: EndReason): void {
    this.#context.resumable.remember(this);
    void this.#tellEnd(reason);
  }

  #stuck(): void {
    if (this.#connection) this.#letGo("lost")?.abort();
    else if (!this.#successor) this.#end("overflow");
  }

  #disconnect(): Connection | undefined {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#incoming.detach();
    this.#outgoing.detach();
    return connection;
  }

  #letGo(reason: EndReason, connection = this.#connection): Connection | undefined {
    if (connection) this.detach(connection, reason);
    return connection;
  }

  /** Of several that want to take it over, the last does. */
  #makeWayFor(successor: object, callback: (isFree: boolean) => void, withinMs?: number): void {
    this.#disconnect()?.close(new StreamError("conflict", "Resumed over another connection."));
    this.#isLeaving = false;
    this.#successor = successor;
    this.#isSuspended = true;
    this.#expiry?.clear();
    this.#incoming.whenSettled(() => callback(!this.#isOver && this.#successor === successor), withinMs);
  }

  #goOnOver(connection: Connection, greeting: readonly Element[]): boolean {
    this.#successor = undefined;
    this.#connection = connection;
    if (connection.isClosed) {
      this.detach(connection, "lost");
      return false;
    }
    this.#incoming.forgetUndone();
    for (const element of greeting) connection.send(element);
    this.#incoming.attach(connection);
    this.#outgoing.attach(connection);
    if (this.#isSuspended) this.#comeBack();
    return true;
  }

  /** XEP-0352 §5.2: somebody looks at it, whatever was before. */
  #comeBack(): void {
    this.#isSuspended = false;
    this.#outgoing.attend(true);
    this.#context.events.attention(this);
  }

  /** What is not done by now will be sent again, and counts there. */
  #quit(): true {
    this.#incoming.forgetUndone();
    // What waited goes along.
    this.#outgoing.attend(true);
    this.#finish();
    return true;
  }

  /** Ends it once what the client sent before is done; the events hear of it once. */
  #end(reason: EndReason): void {
    if (this.#isOver) return;
    this.#context.resumable.remove(this);
    this.#finish();
    this.#incoming.whenSettled(() => void this.#tellEnd(reason));
  }

  /** Nothing comes from it any more, or goes to it. */
  #finish(): void {
    const { metrics, endings, resumable } = this.#context;
    resumable.release(this);
    this.#isOver = true;
    this.#successor = undefined;
    this.#expiry?.drop();
    metrics.sessions -= 1;
    this.#incoming.end();
    this.#outgoing.end();
    endings.begin();
  }

  async #tellEnd(reason: EndReason): Promise<void> {
    this.#isToldOver = true;
    await reportEnd(this, reason, this.#outgoing.unacknowledged(), this.#context);
    this.#context.endings.done();
  }
}
