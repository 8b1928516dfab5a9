import {
  correctionOf,
  delayOf,
  displayed,
  displayedUpTo,
  type Element,
  errorReply,
  hint,
  markable,
  NS,
  originId,
  receiptOf,
  receiptRequest,
  retractionOf,
  StanzaError,
  xml,
} from "@yonder/protocol";
import { bareOf, domainOf, resourceOf } from "../address.ts";
import { systemClock } from "../clock.ts";
import type { GuestPass } from "../links/types.ts";
import { openSocket } from "../open-socket.ts";
import type { Clock, SocketFactory, TabStore } from "../options.ts";
import { carriable } from "../outgoing.ts";
import { randomId } from "../random.ts";
import { readFailure } from "../requests.ts";
import type { ConnectionState, MessageState } from "../types.ts";
import { GuestLine } from "./guest-line.ts";
import { type GuestMessage, type GuestRecord, newRecord, passOf, readRecord, writeRecord } from "./record.ts";

export interface GuestTalkOptions {
  /** Whom the guest writes to: a bare address. */
  readonly contact: string;
  /** Where guests come in. */
  readonly domain: string;
  readonly locate: (isFresh: boolean) => Promise<readonly string[]>;
  /** Keeps the conversation over a reload. */
  readonly store: TabStore;
  /** Something is different now. */
  readonly onChange: () => void;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly socket?: SocketFactory;
}

/** Markers are messages, and a guest has few of these: one in so many ms. */
const MARKER_PAUSE = 5_000;
/** The room of a desk may lose a guest when its node dies: so often an open page asks to be in it, ms. */
const ASK_PAUSE = 120_000;
/** docs/guests.md */
const NS_GUEST = "urn:yonder:guest:0";
const RANKS: readonly MessageState[] = ["waiting", "stored", "reached", "read"];

/** The conversation of somebody without an account with the owner of a contact link. Nothing is kept, and nobody asked, before it begins. */
export class GuestTalk {
  readonly #options: GuestTalkOptions;
  readonly #clock: Clock;
  readonly #line: GuestLine;
  #record: GuestRecord | undefined;
  #connection: ConnectionState = { kind: "signed-out" };
  #seen = "";
  #cancelMarker: (() => void) | undefined;
  #cancelAsking: (() => void) | undefined;

  constructor(options: GuestTalkOptions) {
    const { clock = systemClock, random = Math.random, socket = openSocket, domain, locate } = options;
    this.#options = options;
    this.#clock = clock;
    this.#record = readRecord(options.store);
    this.#line = new GuestLine(
      { domain, locate, clock, random, socket },
      {
        record: () => this.#record ?? newRecord(""),
        remember: (change) => this.#change(change),
        state: (state) => this.#changeConnection(state),
        forgotten: () => this.#forgotten(),
        online: (underWay, isResumed) => this.#online(underWay, isResumed),
        stanza: (stanza) => this.#received(stanza),
        acked: (stanza) => this.#advance(stanza.attr("id") ?? "", "stored"),
      },
    );
    if (this.#record && !this.isOver) this.#line.start();
  }

  /** Whether there is a conversation. */
  get isOpen(): boolean {
    return this.#record !== undefined;
  }

  /** The server knows this guest no more: what was said can be read still. */
  get isOver(): boolean {
    return this.#record?.isOver === true;
  }

  /** Several people answer. */
  get isShared(): boolean {
    return domainOf(this.#options.contact) === this.#options.domain;
  }

  /** Shows elsewhere that somebody is this guest: a window that is opened from a widget has another storage. */
  get pass(): GuestPass | undefined {
    return passOf(this.#record, this.#options.domain);
  }

  get messages(): readonly GuestMessage[] {
    return this.#record?.messages ?? [];
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  /** Says the first word, under a name. */
  begin(nick: string, body: string): void {
    this.#record = newRecord(carriable(nick).trim());
    this.send(body);
    this.#line.start();
  }

  /** Begins a new conversation under the same name, with what the former one did not deliver; or goes on with the one of another tab. */
  beginAgain(): void {
    const stored = readRecord(this.#options.store);
    const messages = this.messages.filter(({ isOwn, state }) => isOwn && state === "waiting");
    const isElsewhere = stored && !stored.isOver;
    this.#record = isElsewhere ? stored : { ...newRecord(this.#record?.nick ?? ""), messages };
    this.#change({});
    this.#line.start();
  }

  send(body: string): void {
    const message = {
      id: randomId(),
      isOwn: true,
      body: carriable(body),
      at: this.#clock.now(),
      state: "waiting",
    } as const;
    this.#change({ messages: [...this.messages, message] });
    this.#line.send(this.#stanzaOf(message));
    this.#options.onChange();
  }

  /** Sends a failed message again. */
  retry(id: string): void {
    this.#edit(id, (message) => ({ ...message, state: "waiting", error: undefined }));
    const message = this.#find(id);
    if (message) this.#line.send(this.#stanzaOf(message));
  }

  /** Forgets a failed message. */
  discard(id: string): void {
    this.#change({ messages: this.messages.filter((message) => message.id !== id) });
    this.#options.onChange();
  }

  /** The guest has seen all that is here. */
  markRead(): void {
    if (this.isShared) return;
    const newest = this.messages.findLast(({ isOwn }) => !isOwn)?.id ?? "";
    if (newest === this.#seen || this.#cancelMarker) return;
    this.#cancelMarker = this.#clock.after(MARKER_PAUSE, () => {
      this.#cancelMarker = undefined;
      this.markRead();
    });
    const marker = [displayed(newest), hint("store")];
    const { contact } = this.#options;
    const isSent = this.#line.send(xml("message", NS.client, { type: "chat", to: contact, id: randomId() }, ...marker));
    if (isSent) this.#seen = newest;
  }

  /** The network may be back, or gone; or the guest goes on here and no more in another tab. */
  check(): void {
    if (this.#connection.kind === "refused") this.#record = readRecord(this.#options.store);
    if (this.#record) this.#line.check();
    this.#options.onChange();
  }

  /** Ends the conversation: all of it is forgotten here, and nobody can come back as this guest. */
  end(): void {
    this.#line.stop();
    this.#cancelMarker?.();
    this.#cancelAsking?.();
    this.#record = undefined;
    this.#options.store.write(undefined);
    this.#changeConnection({ kind: "signed-out" });
  }

  /** Another tab may have a newer token than we do. */
  #forgotten(): void {
    const stored = readRecord(this.#options.store);
    const isNewer = stored?.token !== undefined && stored.token !== this.#record?.token;
    if (isNewer) this.#record = stored;
    if (isNewer && !stored.isOver) return this.#line.start();
    this.#change({ name: undefined, token: undefined, stream: undefined, isOver: true });
    this.#changeConnection({ kind: "signed-out" });
  }

  /** What may have been said while the guest was away comes before what they say now. */
  #online(underWay: ReadonlySet<string | undefined>, isResumed: boolean): void {
    if (!isResumed) this.#askForMissed();
    if (this.isShared) this.#askAgainLater();
    this.#sendWaiting(underWay);
  }

  #askForMissed(): void {
    if (this.messages.every(({ isOwn, state }) => !isOwn || state === "waiting")) return;
    const back = xml("back", NS_GUEST, null, this.#nick());
    this.#line.send(xml("iq", NS.client, { type: "set", to: this.#options.contact, id: randomId() }, back));
  }

  #askAgainLater(): void {
    this.#cancelAsking?.();
    this.#cancelAsking = this.#clock.after(ASK_PAUSE, () => {
      this.#askForMissed();
      this.#askAgainLater();
    });
  }

  #nick(): Element {
    return xml("nick", NS.nick, null, this.#record?.nick ?? "");
  }

  #stanzaOf({ id, body }: GuestMessage): Element {
    const text = xml("body", NS.client, null, body);
    const attrs = { type: "chat", to: this.#options.contact, id };
    return xml("message", NS.client, attrs, text, this.#nick(), originId(id), receiptRequest(), markable());
  }

  /** What was under way when a session was lost may come twice; its id says so. */
  #sendWaiting(underWay: ReadonlySet<string | undefined>): void {
    for (const message of this.messages)
      if (message.state === "waiting" && !underWay.has(message.id)) this.#line.send(this.#stanzaOf(message));
  }

  #received(stanza: Element): void {
    if (stanza.name === "iq") return this.#refuse(stanza);
    if (stanza.name !== "message") return;
    const id = stanza.attr("id") ?? randomId();
    if (stanza.attr("type") === "error") return this.#failed(id, readFailure(stanza).condition);
    const from = stanza.attr("from") ?? "";
    if (bareOf(from) !== this.#options.contact) return;
    this.#told(stanza);
    const [body, meant] = [stanza.childText("body") ?? "", correctionOf(stanza) ?? retractionOf(stanza)?.id];
    const changed = meant === undefined ? undefined : this.#find(meant);
    if (meant !== undefined && changed?.isOwn === false)
      return this.#edit(changed.id, (message) => ({ ...message, body: retractionOf(stanza) ? "" : body }));
    if (!body || this.#find(id)) return;
    const at = delayOf(stanza)?.stamp.getTime() ?? this.#clock.now();
    const shared = this.isShared && {
      author: resourceOf(from),
      stanzaId: stanza.child("stanza-id", NS.sid)?.attr("id"),
    };
    const message = { id, isOwn: false, body, at, state: "reached", ...shared } as const;
    this.#change({ messages: [...this.messages, message] });
    this.#options.onChange();
  }

  /** Whoever refuses it, the room of a desk or the server: nobody else knows the id. */
  #failed(id: string, error: string): void {
    if (this.#find(id)?.isOwn) this.#edit(id, (message) => ({ ...message, state: "failed", error }));
  }

  /** How far our own messages came (XEP-0184, XEP-0333). */
  #told(stanza: Element): void {
    this.#advance(receiptOf(stanza) ?? "", "reached");
    const index = this.messages.findIndex(({ id }) => id === displayedUpTo(stanza));
    for (const { id } of this.messages.slice(0, index + 1)) this.#advance(id, "read");
  }

  /** RFC 6120 §8.2.3: every request is answered. */
  #refuse(iq: Element): void {
    const type = iq.attr("type");
    if (type === "get" || type === "set") this.#line.send(errorReply(iq, new StanzaError("service-unavailable")));
  }

  #advance(id: string, state: MessageState): void {
    const known = this.#find(id);
    if (known?.isOwn && known.state !== "failed" && RANKS.indexOf(state) > RANKS.indexOf(known.state))
      this.#edit(id, (message) => ({ ...message, state }));
  }

  #find(id: string): GuestMessage | undefined {
    return this.messages.find((message) => message.id === id || (message.stanzaId ?? "") === id);
  }

  #edit(id: string, change: (message: GuestMessage) => GuestMessage): void {
    this.#change({ messages: this.messages.map((message) => (message.id === id ? change(message) : message)) });
    this.#options.onChange();
  }

  #change(change: Partial<GuestRecord>): void {
    if (!this.#record) return;
    this.#record = { ...this.#record, ...change };
    writeRecord(this.#options.store, this.#record);
  }

  #changeConnection(state: ConnectionState): void {
    this.#connection = state;
    this.#options.onChange();
  }
}
