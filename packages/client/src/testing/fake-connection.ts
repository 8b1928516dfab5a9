import { type Element, NS, parseElement, type ScramServer, serialize } from "@yonder/protocol";
import type { Socket } from "../options.ts";
import { type ArchivedStanza, archiveResult } from "./archived-stanza.ts";
import { FakeLogin } from "./fake-login.ts";
import type { FakeTokens } from "./fake-tokens.ts";

/** The server as its connections see it. */
export interface FakeHost {
  readonly address: string;
  readonly received: string[];
  readonly traffic: ("up" | "down")[];
  readonly archive: ArchivedStanza[];
  readonly connections: readonly FakeConnection[];
  readonly sessions: Map<string, FakeSession>;
  readonly roster: string;
  readonly offers: readonly string[];
  readonly refuses: { readonly payload: string; readonly condition: string } | undefined;
  readonly answer: (iq: string) => string | undefined;
  readonly violation: RegExp | undefined;
  readonly isDown: boolean;
  readonly unreachable: ReadonlySet<string>;
  readonly redirects: ReadonlyMap<string, string>;
  readonly isMute: boolean;
  readonly isStrict: boolean;
  readonly withoutArchive: boolean;
  readonly withoutManagement: boolean;
  readonly withoutSasl2: boolean;
  readonly tokens: FakeTokens;
  readonly hasOutcomes: boolean;
  /** When it accepts what comes now. */
  readonly stamp: () => string;
  nextId(): string;
  /** Called when a session begins, after the answer to `<enable/>`. */
  readonly onBegin: (connection: FakeConnection) => void;
  scram(mechanism: string): Promise<ScramServer>;
}

/** What stream management keeps of a session. */
export class FakeSession {
  readonly id: string;
  readonly resource: string;
  /** Stanzas of the client that were handled. */
  handled = 0;
  /** Stanzas to the client, and how many of them it acknowledged. */
  readonly outbound: string[] = [];
  isManaged = false;

  constructor(id: string, resource: string) {
    this.id = id;
    this.resource = resource;
  }
}

/** One WebSocket, seen from both ends. */
export class FakeConnection implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event?: { readonly code?: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  isOpen = false;
  session: FakeSession | undefined;
  hasCarbons = false;
  /** Breaks where it would acknowledge. */
  dropsOnAck = false;
  readonly url: string;
  readonly #server: FakeHost;
  readonly #login: FakeLogin;
  /** Nothing more is heard; the stream is about to end. */
  #isDoomed = false;
  #work: Promise<void> = Promise.resolve();

  get readyState(): number {
    return this.isOpen ? 1 : 0;
  }

  constructor(server: FakeHost, url: string) {
    this.#server = server;
    this.url = url;
    this.#login = new FakeLogin(server, this);
    const isDown = server.isDown || server.unreachable.has(url);
    setImmediate(() => (isDown ? this.onerror?.() : this.#open()));
  }

  send(text: string): void {
    if (!this.isOpen) throw new Error("not open");
    this.#server.received.push(text);
    this.#server.traffic.push("up");
    if (this.#server.isMute || this.#isDoomed) return;
    if (this.#server.violation?.test(text)) return this.#throwOut();
    if (this.#login.isProving && this.#server.isStrict) return this.streamError("bad-format");
    this.#login.isProving ||= /^<response|<fast /.test(text);
    this.#work = this.#work.then(() => (this.isOpen ? this.#take(parseElement(text)) : undefined));
  }

  close(): void {
    this.break();
  }

  break(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.onclose?.();
  }

  /** Sends a frame as it stands. */
  frame(text: string): void {
    if (!this.isOpen) return;
    this.#server.traffic.push("down");
    this.onmessage?.({ data: text });
  }

  /** RFC 7395 §3.6.1 */
  sendAway(url: string): void {
    this.frame(`<close xmlns='${NS.framing}' see-other-uri='${url}'/>`);
    this.break();
  }

  sendStanza(stanza: string): void {
    const text = stanza.replace(/^<(\w+)(?! xmlns)/, "<$1 xmlns='jabber:client'");
    this.session?.outbound.push(text);
    this.frame(text);
  }

  #open(): void {
    this.isOpen = true;
    this.onopen?.();
  }

  async #take(element: Element): Promise<void> {
    if (element.is("open", NS.framing)) return this.#login.header();
    if (element.is("close", NS.framing)) return this.break();
    if (element.ns === NS.sasl2) return this.#login.signIn(element);
    if (element.ns === NS.sasl) return this.#login.authenticate(element);
    const isRegistering = element.childWithNs(NS.register) ?? element.childWithNs(NS.preauth);
    if (!this.#login.isAuthenticated && !isRegistering) return this.streamError("not-authorized");
    if (element.ns === NS.sm) return this.#manage(element);
    if (element.ns === NS.csi) return;
    if (this.session?.isManaged) this.session.handled += 1;
    if (element.name === "iq") this.#iq(element);
    if (element.name === "message") this.#message(element);
  }

  newSession(resource: string): FakeSession {
    return new FakeSession(`sm-${this.#server.connections.length}`, resource);
  }

  /** The answer to a wish for stream management. */
  enabled(): string {
    if (!this.session || this.#server.withoutManagement) return `<failed xmlns='${NS.sm}'/>`;
    this.session.isManaged = true;
    this.session.outbound.length = 0;
    this.#server.sessions.set(this.session.id, this.session);
    return `<enabled xmlns='${NS.sm}' id='${this.session.id}' resume='true'/>`;
  }

  /** What a resumed session has missed. */
  repeat(session: FakeSession, h: number): void {
    for (const stanza of session.outbound.slice(h)) this.frame(stanza);
  }

  #throwOut(): void {
    this.#isDoomed = true;
    setImmediate(() => this.streamError("policy-violation"));
  }

  streamError(condition: string): void {
    this.frame(`<stream:error xmlns:stream='${NS.stream}'><${condition} xmlns='${NS.streams}'/></stream:error>`);
    this.break();
  }

  #manage(element: Element): void {
    const { session } = this;
    if (element.name === "enable") return this.#enable();
    if (element.name === "resume") return this.#resume(element);
    if (element.name === "a") return;
    if (this.dropsOnAck) return this.break();
    if (session) this.frame(`<a xmlns='${NS.sm}' h='${session.handled}'/>`);
  }

  #enable(): void {
    this.frame(this.enabled());
    if (this.session?.isManaged) this.#server.onBegin(this);
  }

  #resume(element: Element): void {
    const session = this.#server.sessions.get(element.attr("previd") ?? "");
    if (!session) return this.frame(`<failed xmlns='${NS.sm}'/>`);
    this.session = session;
    this.hasCarbons = true;
    this.frame(`<resumed xmlns='${NS.sm}' previd='${session.id}' h='${session.handled}'/>`);
    this.repeat(session, Number(element.attr("h")));
  }

  #iq(iq: Element): void {
    const payload = iq.firstElement;
    if (iq.attr("type") === "result" || iq.attr("type") === "error" || !payload) return;
    const { refuses } = this.#server;
    if (refuses && (payload.ns === refuses.payload || payload.name === refuses.payload))
      return this.#refuse(iq, refuses.condition);
    if (payload.is("bind", NS.bind)) return this.#bind(iq, payload.childText("resource") ?? "r");
    if (payload.is("enable", NS.carbons)) this.hasCarbons = true;
    if (payload.is("query", NS.mam)) return this.#page(iq, payload);
    if (payload.is("query", NS.roster) && iq.attr("type") === "get")
      return this.#result(iq, `<query xmlns='${NS.roster}' ver='1'>${this.#server.roster}</query>`);
    this.#result(iq, this.#server.answer(serialize(iq)) ?? "");
  }

  #bind(iq: Element, resource: string): void {
    this.session = this.newSession(resource);
    const jid = `<jid>${this.#server.address}/${resource}</jid>`;
    this.frame(
      `<iq xmlns='jabber:client' type='result' id='${iq.attr("id")}'><bind xmlns='${NS.bind}'>${jid}</bind></iq>`,
    );
  }

  #result(iq: Element, payload: string): void {
    const from = iq.attr("to") ? ` from='${iq.attr("to")}'` : "";
    this.sendStanza(`<iq type='result' id='${iq.attr("id")}'${from}>${payload}</iq>`);
  }

  #refuse(iq: Element, condition: string): void {
    const error = `<error type='cancel'><${condition} xmlns='${NS.stanzas}'/></error>`;
    const from = iq.attr("to") ? ` from='${iq.attr("to")}'` : "";
    this.sendStanza(`<iq type='error' id='${iq.attr("id")}'${from}>${error}</iq>`);
  }

  /** Kept once per origin-id; other devices get a copy. */
  #message(message: Element): void {
    const { archive, address, connections } = this.#server;
    const from = `${address}/${this.session?.resource}`;
    const xml = serialize(message).replace("<message", `<message from='${from}'`);
    const origin = message.child("origin-id", NS.sid)?.attr("id");
    if (message.child("no-store", NS.hints) || (origin && archive.some((kept) => kept.xml.includes(`id='${origin}'`))))
      return;
    const archiveId = this.#server.nextId();
    archive.push({ id: archiveId, stamp: this.#server.stamp(), xml });
    if (this.#server.hasOutcomes) this.#tellOutcome(message, archiveId);
    const copy = `<sent xmlns='${NS.carbons}'><forwarded xmlns='${NS.forward}'>${xml}</forwarded></sent>`;
    for (const other of connections) {
      if (other !== this && other.isOpen && other.hasCarbons)
        other.sendStanza(`<message from='${address}'>${copy}</message>`);
    }
  }

  #tellOutcome(message: Element, archiveId: string): void {
    const outcome = `<outcome xmlns='${NS.outcome}' id='${message.attr("id")}' stanza-id='${archiveId}' state='sent' sessions='1'/>`;
    this.sendStanza(`<message from='${message.attr("to")}' type='headline'>${outcome}</message>`);
  }

  #page(iq: Element, query: Element): void {
    if (this.#server.withoutArchive) return this.#refuse(iq, "service-unavailable");
    const set = query.child("set", NS.rsm);
    const fields = query.child("x", NS.dataForms)?.elements() ?? [];
    const value = (name: string) => fields.find((field) => field.attr("var") === name)?.childText("value");
    const [peer, start = "", words = ""] = [value("with"), value("start"), value("{urn:xmpp:fulltext:0}fulltext")];
    const after = set?.childText("after");
    const before = set?.childText("before");
    const isWanted = ({ xml, stamp }: ArchivedStanza) =>
      (!peer || xml.includes(`'${peer}`)) && Date.parse(stamp) >= (Date.parse(start) || 0) && xml.includes(words);
    const all = this.#server.archive.filter(isWanted);
    const position = (id: string) => all.findIndex((kept) => kept.id === id);
    if (after && position(after) < 0) return this.#refuse(iq, "item-not-found");
    const range = after ? all.slice(position(after) + 1) : all.slice(0, before ? position(before) : undefined);
    const max = Number(set?.childText("max"));
    const page = before === undefined ? range.slice(0, max) : range.slice(-max);
    for (const kept of page) this.sendStanza(archiveResult(this.#server.address, query.attr("queryid") ?? "", kept));
    const ends = page.length > 0 ? `<first>${page[0]?.id}</first><last>${page.at(-1)?.id}</last>` : "";
    const complete = page.length === range.length ? " complete='true'" : "";
    this.#result(iq, `<fin xmlns='${NS.mam}'${complete}><set xmlns='${NS.rsm}'>${ends}</set></fin>`);
  }
}
