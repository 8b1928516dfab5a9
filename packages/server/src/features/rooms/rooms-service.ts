import { type Element, errorReply, Jid, NS, StanzaError, withAttrs } from "@yonder/protocol";
import { Barrier } from "../../router/barrier.ts";
import { withoutForgeries } from "../../router/forgeries.ts";
import { systemTimers } from "../../store/timers.ts";
import type { Session } from "../../stream/session.ts";
import type { Awaitable, Host, Luggage, Sender, Service } from "../feature.ts";
import { ServiceIqs } from "../service-iqs.ts";
import { partsOf } from "./announcement.ts";
import { Audience } from "./audience.ts";
import { Keepers } from "./keepers.ts";
import { Megaphone, TELL } from "./megaphone.ts";
import { RollCall } from "./roll-call.ts";
import { membersOf } from "./room.ts";
import { listRooms } from "./room-list.ts";
import { AGAIN, TAKE, Ways } from "./ways.ts";
import { unpackIncoming } from "./wire.ts";

/** After which a session that was not found is looked for once more: it may be on its way from node to node. */
const GRACE_MS = 5_000;
/** After which it is asked for what has not arrived, once for all. */
const ASK_MS = 200;
/** What one session may have asked of rooms before it has to wait until some of it is done: no room is buried by one. */
const MOST_UNDER_WAY = 100;
/** How often rooms in which nobody is are let go. */
const SWEEP_MS = 60_000;

/** What answers at the rooms' domain, on every node: takes stanzas to the node that keeps their room, and keeps some itself. */
export class RoomsService implements Service, Luggage {
  readonly #host: Host;
  readonly #audience: Audience;
  readonly #rollCall: RollCall;
  readonly #keepers: Keepers;
  readonly #iqs: ServiceIqs;
  readonly #ways: Ways;
  /** Rooms of which it is being asked what was missed. */
  readonly #asking = new Set<string>();
  readonly #stopSweeping: () => void;
  readonly #stopWatching: () => void;
  #wasEmpty: ReadonlySet<string> = new Set();
  #isStopping = false;
  readonly #underWay = new WeakMap<Session, number>();

  static async open(host: Host, domain: string): Promise<RoomsService> {
    return new RoomsService(
      host,
      domain,
      await host.store.settings.ensure("rooms-secret", host.randomId() + host.randomId()),
    );
  }

  private constructor(host: Host, domain: string, secret: string) {
    this.#host = host;
    const barrier = new Barrier(host.domain, host.blocklists);
    this.#audience = new Audience({
      node: host.nodeId,
      sessions: host.sessions,
      isUnwanted: (session, stanza) => barrier.hasRefused(session, stanza),
      onBehind: (room) => this.#askAgain(room),
    });
    this.#rollCall = new RollCall(host, this.#audience);
    const megaphone = new Megaphone({
      node: host.nodeId,
      audience: this.#audience,
      ask: (node, topic, question, timeoutMs) => host.relay.ask(node, topic, question, timeoutMs),
      send: (stanza) => host.router.send(stanza),
      route: (stanza, isKept) => this.#route(stanza, isKept),
      said: (room, stanza, author) =>
        host.router.said({ group: room.jid.bare, author, stanza, members: () => membersOf(room) }),
      fenceOf: (room) => this.#keepers.find(localOf(room))?.tenure.fence ?? 0,
      onMissing: (room, jids) => this.#later(room, jids),
      onUnheard: (node, rooms) => this.#tellAgain(node, rooms),
    });
    this.#keepers = new Keepers({
      domain,
      node: host.nodeId,
      rooms: host.store.rooms,
      placement: host.placement,
      outlet: megaphone,
      secret,
      log: host.log,
      now: () => host.clock.now(),
      newId: host.randomId,
      areOccupantsPublic: host.config.roomOccupants === "public",
      mayCreate: ({ isAdmin }) => host.config.roomCreation === "everyone" || isAdmin,
      gather: (name) => this.#rollCall.everywhere(`${name}@${domain}`),
      cardOf: async (user, { jid }) => {
        const feature = host.features.find(({ accountCard }) => accountCard !== undefined);
        const account = feature && (await host.store.accounts.find(localOf(user)));
        return account && feature.accountCard?.(host, account, jid);
      },
      isHere: async (jid) => {
        host.directory.forget(jid.bare);
        const registrations = await host.directory.lookUp(jid.bare);
        return registrations.some(({ resource }) => resource === jid.resource);
      },
    });
    this.#ways = new Ways(host, this.#keepers);
    this.#iqs = new ServiceIqs(host, {
      identities: [{ category: "conference", type: "text", name: "Rooms" }],
      features: [NS.muc, "http://jabber.org/protocol/muc#stable_id", NS.occupantId, NS.directInvitation, NS.vcardTemp],
      iq: {
        get: {
          "{http://jabber.org/protocol/disco#items}query": ({ payload }) =>
            listRooms(host.store.rooms, domain, payload),
        },
      },
    });
    host.relay.answer(TELL, async (text) => megaphone.hear(text));
    host.relay.answer(TAKE, (text) => this.#taken(text));
    this.#stopWatching = host.store.onAccountsChanged(({ kind, username }) => {
      if (kind === "removed") void this.#forget(`${username}@${host.domain}`);
    });
    this.#stopSweeping = systemTimers.every(SWEEP_MS, () => this.#sweep());
  }

  stanza(stanza: Element, { jid, session }: Sender): Awaitable<void> {
    const to = Jid.parse(stanza.attr("to") ?? "");
    if (to.local === undefined) return stanza.name === "iq" ? this.#iqs.answer(stanza, { jid, session }) : undefined;
    const isAdmin = session?.account.isAdmin === true || this.#host.config.admins.includes(jid.bare);
    const node = jid.domain === this.#host.domain ? this.#host.nodeId : undefined;
    const cleanedStanza = stanza.name === "message" ? cleaned(stanza, to, this.#host) : stanza;
    const mark = session && isSaid(stanza) ? this.#host.trace.received(session, stanza, to.bare) : undefined;
    const done = this.#ways.pass(to.local, { kind: "stanza", stanza: cleanedStanza, from: jid, isAdmin, node });
    // Only a message has to be durable before it counts.
    if (mark !== undefined) return done.then(() => this.#noteKept(mark, to));
    if (stanza.name === "message") return done;
    const settled = done.catch((error: unknown) => this.#refuse(stanza, session, error));
    return session && this.#inTurn(session, settled);
  }

  /** The session is over: what is to be told of it the presence feature tells. */
  ended(session: Session): void {
    this.#audience.leave(session);
  }

  pack(session: Session): unknown {
    return this.#audience.pack(session);
  }

  unpack(session: Session, packed: unknown): void {
    for (const room of this.#audience.unpack(session, packed)) this.#announce(room, session.jid.toString());
  }

  /** A node has died, or what was said among the nodes may not have arrived. */
  async gap(): Promise<void> {
    const nodes = new Set(this.#host.directory.nodes().map(({ node }) => node));
    this.#ways.doubt(nodes);
    for (const [name, keeper] of this.#keepers.all()) {
      const place = await Promise.resolve(this.#host.placement.claim(name)).catch(() => this.#host.nodeId);
      if (place !== this.#host.nodeId) keeper.close();
      const gone = [...keeper.room.occupants.values()].flatMap(({ seats }) =>
        seats.filter(({ node }) => node !== undefined && !nodes.has(node)).map(({ jid }) => jid),
      );
      if (gone.length > 0) void this.#ways.pass(name, { kind: "missing", jids: gone }).catch(() => undefined);
    }
    for (const room of this.#audience.rooms) this.#announce(room);
  }

  /** Lets the other nodes keep what this one has kept. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopSweeping();
    this.#stopWatching();
    const kept = this.#keepers.all();
    await Promise.all(kept.map(([name]) => this.#keepers.release(name)));
  }

  /** Another node takes this one for the room's. */
  async #taken(text: string): Promise<string> {
    const { room, fence, incoming } = unpackIncoming(text);
    const taken = this.#isStopping ? AGAIN : await this.#keepers.take(room, incoming, fence);
    return JSON.stringify(taken);
  }

  /** Nothing is waited for, unless there is much of it. */
  #inTurn(session: Session, settled: Promise<void>): Promise<void> | undefined {
    const count = (this.#underWay.get(session) ?? 0) + 1;
    this.#underWay.set(session, count);
    const done = settled.then(() => void this.#underWay.set(session, (this.#underWay.get(session) ?? 1) - 1));
    return count < MOST_UNDER_WAY ? undefined : done;
  }

  #noteKept(mark: number, room: Jid): void {
    const place = this.#ways.placeOf(room.local ?? "");
    if (place !== undefined) this.#host.trace.kept(mark, place);
  }

  /** Tells whoever keeps the room which sessions here are in it; `jid`: of this one alone. */
  #announce(room: string, jid?: string): void {
    const all = this.#audience.announcement(room);
    if (!all) return;
    const own = { ...all, members: all.members.filter((member) => member.jid === jid), nicks: [] };
    for (const announcement of partsOf(jid === undefined ? all : own)) {
      this.#inBackground(this.#ways.pass(localOf(room), { kind: "announcement", announcement }), room);
    }
  }

  /** Something that the room said has not arrived here: whoever keeps it says it again. */
  #askAgain(room: string): void {
    if (this.#asking.has(room)) return;
    this.#asking.add(room);
    systemTimers.after(ASK_MS, () => {
      this.#asking.delete(room);
      this.#announce(room);
    });
  }

  /** A node may not have heard what rooms said here: it says what it knows, and is told the rest. */
  #tellAgain(node: string, rooms: readonly string[]): void {
    systemTimers.after(ASK_MS, async () => {
      for (const room of rooms) {
        const hearing = this.#hearWho(node, room);
        this.#inBackground(hearing, room);
        await hearing.catch(() => undefined);
      }
    });
  }

  /** Has the room told once more who is behind that node. */
  async #hearWho(node: string, room: string): Promise<void> {
    const told = this.#keepers.find(localOf(room)) && (await this.#rollCall.of(node, room));
    for (const announcement of told ?? [])
      this.#inBackground(this.#keepers.take(localOf(room), { kind: "announcement", announcement }), room);
  }

  #later(room: string, jids: readonly string[]): void {
    systemTimers.after(GRACE_MS, () => {
      const keeper = this.#keepers.find(localOf(room));
      if (keeper) this.#inBackground(this.#keepers.take(localOf(room), { kind: "missing", jids }), room);
    });
  }

  #inBackground(work: Promise<unknown>, room: string): void {
    work.catch((err: unknown) => this.#host.log.warn({ err, room }, "a room could not be told who is in it"));
  }

  /** All nodes learn of it: each for the rooms that it keeps, the first one for the others. */
  async #forget(user: string): Promise<void> {
    for (const [name, keeper] of this.#keepers.all())
      if (keeper.room.affiliations.has(user))
        this.#inBackground(this.#ways.pass(name, { kind: "removed", user }), name);
    const [first] = this.#host.directory
      .nodes()
      .map(({ node }) => node)
      .toSorted();
    if (first !== undefined && first !== this.#host.nodeId) return;
    try {
      const names = await this.#host.store.rooms.affiliated(user);
      for (const name of names) await this.#ways.pass(name, { kind: "removed", user });
    } catch (error) {
      this.#host.log.warn({ err: error }, "rooms do not know yet that an account is gone");
    }
  }

  /** Whoever is blocked does not get through by way of a room either (XEP-0191); that somebody is not there is nobody's business. */
  async #route(stanza: Element, isKept: boolean): Promise<void> {
    const { domain, router, log } = this.#host;
    const [said] = stanza.child("x", NS.mucUser)?.elements() ?? [];
    const isOurs = Jid.tryParse(stanza.attr("to") ?? "")?.domain === domain;
    try {
      if (await router.cutOf(withAttrs(stanza, { from: said?.attr("from") }))) return;
      if (isKept && isOurs) await router.accept(stanza);
      else await router.send(stanza);
    } catch (error) {
      log.debug({ err: error }, "what a room passes on was not taken");
    }
  }

  #refuse(stanza: Element, session: Session | undefined, error: unknown): void {
    this.#host.log.warn({ err: error }, "a room could not be reached");
    const type = stanza.attr("type");
    if (session && stanza.name === "iq" && (type === "get" || type === "set"))
      session.send(errorReply(stanza, error instanceof StanzaError ? error : new StanzaError("internal-server-error")));
  }

  /** Rooms in which nobody has been since the last time. */
  #sweep(): void {
    this.#ways.sweep();
    const empty = this.#keepers.all().filter(([, keeper]) => keeper.room.occupants.size === 0 && keeper.isIdle);
    for (const [name] of empty) if (this.#wasEmpty.has(name)) void this.#keepers.release(name);
    this.#wasEmpty = new Set(empty.map(([name]) => name));
  }
}

/** Without what only this server says (XEP-0359 §5); by its id it is known again when it has to be sent on twice. */
function cleaned(message: Element, to: Jid, { domain, randomId }: Host): Element {
  const stanza = withoutForgeries(message, domain, to);
  return stanza.attr("id") === undefined ? withAttrs(stanza, { id: randomId() }) : stanza;
}

/** Something for all who are in the room. */
function isSaid(stanza: Element): boolean {
  return stanza.name === "message" && stanza.attr("type") === "groupchat" && stanza.child("body") !== undefined;
}

function localOf(room: string): string {
  return room.slice(0, room.lastIndexOf("@"));
}
