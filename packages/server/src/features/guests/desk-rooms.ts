import { createHash } from "node:crypto";
import { type Element, Jid, NS, originId, StanzaError, withAttrs, xml } from "@yonder/protocol";
import { StoreError } from "../../store/store.ts";
import { storedStanza } from "../../store/stored-stanza.ts";
import type { Luggage } from "../../stream/node-port.ts";
import type { Session } from "../../stream/session.ts";
import type { Host } from "../feature.ts";
import { defaultConfig, type RoomConfig } from "../rooms/config.ts";
import { settingsOf } from "../rooms/stored.ts";
import { type Desk, deskOf } from "./desks.ts";
import { MOST_TOLD, type Said } from "./said.ts";

/** Beneath our domain, where the rooms are. */
const ROOMS = "conference";
/** Rooms of one desk that still are. */
const MOST_ROOMS = 2_000;
/** Characters of a guest's name there, and of what those at the desk read when they are asked in. */
const MAX_NICK = 60;
const MAX_REASON = 300;
/** What a guest's name ends with there, so that nobody takes them for one of those at the desk. */
const GUEST = " (guest)";

type HistoryWish = Readonly<Record<string, string>>;

/** XEP-0045 §7.2.14; the seconds are more than it takes until a node is known to be dead. */
const NOTHING: HistoryWish = { maxstanzas: "0" };
const RECENTLY: HistoryWish = { seconds: "60" };

const CONFIG: RoomConfig = {
  ...defaultConfig,
  isPublic: false,
  isMembersOnly: true,
  canInvite: true,
  whois: "anyone",
  privateMessages: "none",
};

/** Each guest's room at a desk: those who sit there own it, and the guest is in it while they are here. The guest sees nothing but the desk. */
export class DeskRooms {
  readonly #host: Host;
  /** The guests' domain. */
  readonly domain: string;
  /** In which rooms guests' sessions on this node are, and under which name. */
  readonly #seats = new WeakMap<Session, Map<string, string>>();

  constructor(host: Host, domain: string) {
    this.#host = host;
    this.domain = domain;
  }

  /** The desk at this address, if there is one. */
  async deskAt({ local, domain }: Jid): Promise<Desk | undefined> {
    return local === undefined || domain !== this.domain ? undefined : deskOf(this.#host, local);
  }

  /** Says it in the guest's room, which is made if need be. Resolves once it is kept; what the room refuses it answers. Throws StanzaError. */
  async say(desk: Desk, session: Session, message: Element): Promise<void> {
    const [body, id] = [message.childText("body") ?? "", message.attr("id")];
    if (body === "" || id === undefined) return;
    const { jid } = session;
    const room = this.#roomOf(desk.name, jid);
    const nick = nickOf(message);
    if (!(await this.#isRoom(room, jid))) await this.#make(desk, room, { jid, nick, body });
    await this.#enter(session, room, nick);
    const attrs = { type: "groupchat", from: jid.toString(), to: room, id };
    const said = xml("message", NS.client, attrs, xml("body", NS.client, null, body), originId(id));
    await this.#host.router.send(said);
  }

  /** A guest is back: they go on in their room, if they have one. Returns what was said to them there, oldest first. */
  async back(desk: Desk, session: Session, request: Element): Promise<readonly Said[]> {
    const { jid } = session;
    const room = this.#roomOf(desk.name, jid);
    if (!(await this.#isRoom(room, jid))) return [];
    await this.#enter(session, room, nickOf(request));
    const { messages } = await this.#host.store.rooms.page(localOf(room), { before: "", limit: MOST_TOLD });
    return messages
      .filter(({ isSubject }) => !isSubject)
      .map(({ id, xml: text }) => ({ id, stanza: storedStanza(text) }))
      .flatMap(({ id, stanza }) => this.asDesk(stanza, jid).map((told) => ({ id, stanza: told })));
  }

  /** For the node to which the session moves. */
  pack(session: Session): Luggage {
    const seats = this.#seats.get(session);
    return seats ? { seats: [...seats] } : {};
  }

  unpack(session: Session, { seats }: Luggage): void {
    if (Array.isArray(seats)) this.#seats.set(session, new Map(seats as [string, string][]));
  }

  /** The room may have taken the guest out, or been at a node that died: the guest enters again, and is told what was said since. */
  async again(session: Session): Promise<void> {
    for (const [room, nick] of this.#seats.get(session) ?? []) await this.#enter(session, room, nick, RECENTLY);
  }

  /** The session is over. Who is not told that it is gone the room finds out by itself. */
  async left(session: Session): Promise<void> {
    const seats = this.#seats.get(session) ?? new Map<string, string>();
    this.#seats.delete(session);
    for (const [room, nick] of seats) {
      const attrs = { type: "unavailable", from: session.jid.toString(), to: `${room}/${nick}` };
      await this.#host.router.send(xml("presence", NS.client, attrs));
    }
  }

  /** A desk as guests write to it. */
  addressOf({ name }: Desk): string {
    return `${name}@${this.domain}`;
  }

  /** What a guest's room tells them, as it comes from the desk: messages of others, and nothing else. */
  asDesk(stanza: Element, guest: Jid): Element[] {
    const from = Jid.parse(stanza.attr("from") ?? "");
    const desk = from.local?.slice(0, from.local.lastIndexOf(".")) ?? "";
    const type = stanza.attr("type");
    const isSaid = type === "groupchat" && from.resource !== undefined && !from.resource.endsWith(GUEST);
    const isMessage = type === "error" || isSaid;
    if (stanza.name !== "message" || !isMessage || from.bare !== this.#roomOf(desk, guest)) return [];
    const resource = from.resource === undefined ? "" : `/${from.resource}`;
    const attrs = type === "error" ? {} : { type: "chat" };
    return [withAttrs(stanza, { ...attrs, from: `${desk}@${this.domain}${resource}`, to: guest.toString() })];
  }

  /** Whether it is for a service of ours that rooms are at. */
  isAtRooms({ domain }: Jid): boolean {
    return domain === `${ROOMS}.${this.#host.domain}`;
  }

  async #isRoom(room: string, guest: Jid): Promise<boolean> {
    // A room of that name that does not know the guest would be somebody else's.
    return (await this.#host.store.rooms.affiliated(guest.bare)).includes(localOf(room));
  }

  async #make(desk: Desk, room: string, first: { jid: Jid; nick: string; body: string }): Promise<void> {
    const { store, router, randomId } = this.#host;
    const accounts = await Promise.all(desk.people.map(({ address }) => store.accounts.find(localOf(address))));
    const people = desk.people.filter((_, index) => accounts[index]).map(({ address }) => address);
    if (people.length === 0) throw new StanzaError("service-unavailable");
    const settings = settingsOf({ ...CONFIG, title: `${first.nick.slice(0, -GUEST.length)} · ${desk.title}` }, false);
    const from = this.addressOf(desk);
    const { tenure } = await store.rooms.create(localOf(room), settings, from, MOST_ROOMS).catch(refuseFull);
    const known = { nick: undefined, reason: undefined };
    const owners = people.map((jid) => ({ jid, affiliation: "owner", ...known }) as const);
    const all = [...owners, { jid: first.jid.bare, affiliation: "member", ...known } as const];
    await store.rooms.change(
      tenure,
      all.map((affiliate) => ({ kind: "affiliate", affiliate })),
    );
    const reason = xml("reason", NS.mucUser, null, first.body.slice(0, MAX_REASON));
    const invitation = xml("x", NS.mucUser, null, xml("invite", NS.mucUser, { from }, reason));
    for (const to of people)
      await router.accept(xml("message", NS.client, { from: room, to, id: randomId() }, invitation));
  }

  /** Each time: the room may have been at a node that died, and then knows of no guest. `recalled`: what of its history they are told. */
  async #enter(session: Session, room: string, nick: string, recalled: HistoryWish = NOTHING): Promise<void> {
    const seats = this.#seats.get(session) ?? new Map<string, string>();
    this.#seats.set(session, seats.set(room, nick));
    const history = xml("history", NS.muc, recalled);
    const attrs = { from: session.jid.toString(), to: `${room}/${nick}` };
    await this.#host.router.send(xml("presence", NS.client, attrs, xml("x", NS.muc, null, history)));
  }

  /** By the names of the desk and of the guest, so that nothing else has to be kept of whose it is. */
  #roomOf(desk: string, { bare }: Jid): string {
    const guest = createHash("sha256").update(bare).digest("hex").slice(0, 24);
    return `${desk}.${guest}@${ROOMS}.${this.#host.domain}`;
  }
}

/** What a guest is called in their room. */
function nickOf(stanza: Element): string {
  const said = [...(stanza.childText("nick", NS.nick) ?? "").trim()].slice(0, MAX_NICK).join("");
  const plain = said.replace(/[^\p{L}\p{N} ]/gu, "").trim();
  // Not every text can stand in an address (RFC 7622 §3.4).
  const nick = [said, plain].find((name) => name !== "" && Jid.tryParse(`room@${ROOMS}/${name}${GUEST}`));
  return `${nick ?? "?"}${GUEST}`;
}

function refuseFull(error: unknown): never {
  if (!(error instanceof StoreError)) throw error;
  // A conflict: made a moment ago by the guest's other page, which says the same in a while.
  const condition =
    error.code === "full" || error.code === "conflict" ? "resource-constraint" : "internal-server-error";
  throw new StanzaError(condition, undefined, { type: "wait", cause: error });
}

function localOf(address: string): string {
  return address.slice(0, address.lastIndexOf("@"));
}
