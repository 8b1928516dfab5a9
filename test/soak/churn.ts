import { connect } from "node:net";
import { type Element, mamQuery, NS, type RsmRequest, xml } from "@yonder/protocol";
import { encode, TcpPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import type { Random } from "../fuzz/random.ts";
import { ChatPartner } from "../support/chat-partner.ts";
import { RawClient, type RawClientOptions, type Resumable } from "../support/raw-client.ts";
import { put, slotsFor } from "../support/uploader.ts";
import type { Address } from "../support/wire.ts";
import type { Yonder } from "../support/yonder.ts";

export const PASSWORD = "correct horse";
export const PEOPLE: readonly string[] = Array.from({ length: 20 }, (_, index) => `person${index}`);
/** Lets guests write. */
const HOST = "person0";

/** People who come and go in every way, drawn at random. */
export class Churn {
  /** How often each was done. */
  readonly done: Record<string, number> = {};
  readonly failures: string[] = [];
  readonly #node: Yonder;
  readonly #random: Random;
  readonly #running = new Set<Promise<void>>();
  readonly #lost = new Map<string, Resumable>();
  #timer: NodeJS.Timeout | undefined;

  constructor(node: Yonder, random: Random) {
    this.#node = node;
    this.#random = random;
  }

  /** Makes what others need: somebody whom guests may write to. Then everything is done once: what is opened when first needed is open. */
  async prepare(): Promise<void> {
    const host = await ChatPartner.login(this.#address("tcp"), HOST, PASSWORD);
    await host.opensToGuests("Host");
    await host.leave();
    for (const [, act] of this.#acts) await act();
  }

  begin(perSecond: number): void {
    this.#timer = setInterval(() => this.#doOne(), 1_000 / perSecond);
  }

  /** How much was done in all. */
  get acts(): number {
    return Object.values(this.done).reduce((sum, count) => sum + count, 0);
  }

  /** Nothing new begins; resolves when all that did is over. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  #doOne(): void {
    if (this.#running.size >= MOST_AT_ONCE) return;
    const [name, act] = this.#random.pick(this.#acts);
    this.done[name] = (this.done[name] ?? 0) + 1;
    const running = act()
      .catch((error: unknown) => void this.failures.push(`${name}: ${(error as Error).message}`))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  readonly #acts: readonly (readonly [string, () => Promise<void>])[] = [
    ["comes and goes", () => this.#visits((client) => this.#says(client))],
    ["leaves without a word", () => this.#drops()],
    ["comes back", () => this.#resumes()],
    ["shows presence", () => this.#visits((client) => this.#showsPresence(client))],
    ["enters a room", () => this.#visits((client) => this.#entersRoom(client))],
    ["publishes", () => this.#visits((client) => this.#publishes(client))],
    ["changes the roster", () => this.#visits((client) => this.#changesRoster(client))],
    ["searches", () => this.#visits((client) => this.#searches(client))],
    ["reads the archive", () => this.#visits((client) => this.#readsArchive(client))],
    ["uploads", () => this.#uploads()],
    ["reads slowly", () => this.#readsSlowly()],
    ["writes as a guest", () => this.#writesAsGuest()],
    ["fails to log in", () => this.#failsToLogIn()],
    ["only connects", () => this.#onlyConnects()],
  ];

  async #visits(act: (client: RawClient) => Promise<void>): Promise<void> {
    const client = await RawClient.login(this.#login({ hasStreamManagement: this.#random.chance(0.5) }));
    client.announce();
    await act(client);
    await client.quit();
  }

  async #says(client: RawClient): Promise<void> {
    for (let n = this.#random.below(5); n >= 0; n--)
      client.send(this.#message(`${this.#random.pick(PEOPLE)}@localhost`));
    await client.request("get", xml("ping", NS.ping));
  }

  async #drops(): Promise<void> {
    const username = this.#random.pick(PEOPLE);
    const client = await RawClient.login({ ...this.#login({ hasStreamManagement: "resumable" }), username });
    client.announce();
    await this.#says(client);
    if (client.resumable) this.#lost.set(username, client.resumable);
    client.cut();
  }

  async #resumes(): Promise<void> {
    const [username, previous] = this.#random.pick([...this.#lost]) ?? [];
    if (username === undefined) return;
    this.#lost.delete(username);
    const client = await RawClient.login({ ...this.#login({ hasStreamManagement: "resumable" }), username, previous });
    await this.#says(client);
    await client.quit();
  }

  async #showsPresence(client: RawClient): Promise<void> {
    for (const show of ["away", "dnd", "xa"])
      client.send(xml("presence", NS.client, null, xml("show", NS.client, null, show)));
    client.send(xml("presence", NS.client, { to: `${this.#random.pick(PEOPLE)}@localhost` }));
    await client.request("get", xml("query", NS.roster));
  }

  async #entersRoom(client: RawClient): Promise<void> {
    const room = `room${this.#random.below(30)}@conference.localhost`;
    client.send(xml("presence", NS.client, { to: `${room}/n${this.#random.below(1_000)}` }, xml("x", NS.muc)));
    const form = xml("x", NS.dataForms, { type: "submit" });
    await client.request("set", xml("query", NS.mucOwner, null, form), room);
    client.send(this.#message(room, "groupchat"));
    await client.request("get", xml("ping", NS.ping), room);
  }

  async #publishes(client: RawClient): Promise<void> {
    const nick = xml("nick", NS.nick, null, `Nick ${this.#random.below(100)}`);
    const item = xml("item", NS.pubsub, { id: "current" }, nick);
    const publish = xml("publish", NS.pubsub, { node: NS.nick }, item);
    await client.request("set", xml("pubsub", NS.pubsub, null, publish));
  }

  async #changesRoster(client: RawClient): Promise<void> {
    const jid = `${this.#random.pick(PEOPLE)}@localhost`;
    const subscription = this.#random.chance(0.4) ? "remove" : undefined;
    await client.request("set", xml("query", NS.roster, null, xml("item", NS.roster, { jid, subscription })));
    if (!subscription)
      client.send(
        xml("presence", NS.client, { to: jid, type: this.#random.pick(["subscribe", "subscribed", "unsubscribe"]) }),
      );
  }

  async #searches(client: RawClient): Promise<void> {
    await client.request("set", mamQuery({ text: this.#random.pick(WORDS), page: { max: 20, before: "" } }));
  }

  async #readsArchive(client: RawClient): Promise<void> {
    const page: RsmRequest = { max: 30, before: "" };
    await client.archivePage(page);
  }

  async #uploads(): Promise<void> {
    const size = 1 + this.#random.below(50_000);
    const [slot] = await slotsFor(this.#login(), size);
    if (!slot) throw new Error("no slot");
    await put(slot.put, new Uint8Array(size));
    await (await fetch(slot.get)).arrayBuffer();
  }

  /** Takes nothing of what it is sent, until it is gone. */
  async #readsSlowly(): Promise<void> {
    const username = this.#random.pick(PEOPLE);
    const peer = await TcpPeer.connect(this.#node.ports.c2s);
    await peer.logIn(username, PASSWORD);
    await peer.bind(`slow${this.#random.below(1e9)}`);
    peer.send("<presence/>");
    peer.socket.pause();
    const friend = await RawClient.login(this.#login());
    const body = "x".repeat(4_000);
    for (let n = 0; n < 40; n++) friend.send(this.#message(`${username}@localhost`, "chat", body));
    await friend.request("get", xml("ping", NS.ping));
    await friend.quit();
    peer.abort();
  }

  async #writesAsGuest(): Promise<void> {
    const peer = await TcpPeer.connect(this.#node.ports.c2s);
    peer.open("guest.localhost");
    await peer.until("</stream:features>");
    peer.send(`<auth xmlns='${NS.sasl}' mechanism='ANONYMOUS'>=</auth>`);
    await peer.until("<success");
    peer.open("guest.localhost");
    await peer.until("</stream:features>");
    await peer.bind(`g${this.#random.below(1e9)}`);
    peer.send(
      `<presence/><message to='${HOST}@localhost' type='chat' id='g'><body>${this.#random.pick(WORDS)}</body></message>`,
    );
    peer.send("<iq type='get' id='last' to='guest.localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    await peer.until("id='last'");
    if (this.#random.chance(0.5)) peer.send("</stream:stream>");
    peer.abort();
  }

  async #failsToLogIn(): Promise<void> {
    const peer = await TcpPeer.connect(this.#node.ports.c2s);
    peer.open();
    await peer.until("</stream:features>");
    peer.send(`<auth xmlns='${NS.sasl}' mechanism='SCRAM-SHA-1'>${encode("n,,n=person1,r=x")}</auth>`);
    const [, challenge = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
    const nonce = /r=([^,]*)/.exec(Buffer.from(challenge, "base64").toString())?.[1];
    const proof = encode("x".repeat(20));
    peer.send(`<response xmlns='${NS.sasl}'>${encode(`c=biws,r=${nonce},p=${proof}`)}</response>`);
    await peer.until("<not-authorized/>");
    peer.abort();
  }

  /** And says nothing, or half a word. */
  async #onlyConnects(): Promise<void> {
    const socket = connect(this.#node.ports[this.#random.pick(["c2s", "c2sTls", "http"] as const)], "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
    if (this.#random.chance(0.5)) socket.write("<stream:stream to='localhost' vers");
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
  }

  #login(more: Partial<RawClientOptions> = {}): RawClientOptions {
    const transport = this.#random.pick(["tcp", "tcp", "websocket", "bosh"] as const);
    return { ...this.#address(transport), username: this.#random.pick(PEOPLE), password: PASSWORD, ...more };
  }

  #address(transport: Address["transport"]): Address {
    return { transport, port: transport === "tcp" ? this.#node.ports.c2s : this.#node.ports.http };
  }

  #message(to: string, type = "chat", text = `${this.#random.pick(WORDS)} ${this.#random.pick(WORDS)}`): Element {
    const id = `m${this.#random.below(2 ** 32)}`;
    return xml("message", NS.client, { to, type, id }, xml("body", NS.client, null, text));
  }
}

const WORDS = "moon orchard balcony nightingale tower lark dagger friar letter plague".split(" ");
/** Whoever waits is not waited for by more. */
const MOST_AT_ONCE = 30;
