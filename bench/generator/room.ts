import type { Endpoint, Link } from "./link.ts";
import { type Credentials, loginAll, logout } from "./login.ts";
import { PatternCounter } from "./pattern-counter.ts";

const address = "square@conference.localhost";
const body = "The quick brown fox jumps over the lazy dog, sixty-four bytes...";
const enteringAtOnce = 16;
const patienceMs = 30_000;

/** All occupants of a chat room (XEP-0045). Where no protocol is spoken, all who are connected are in it. */
export class Room {
  readonly #links: readonly Link[];
  readonly #message: string;
  /** When each message was sent, and how many of them each occupant has. */
  readonly #sentAt: number[] = [];
  readonly #received: number[];
  #deliveries = 0;
  #window = 0;
  #latencies: number[] = [];

  private constructor(links: readonly Link[], isNoStore: boolean) {
    this.#links = links;
    this.#received = links.map(() => 0);
    const hint = isNoStore ? "<no-store xmlns='urn:xmpp:hints'/>" : "";
    this.#message = `<message xmlns='jabber:client' type='groupchat' to='${address}'><body>${body}</body>${hint}</message>`;
    for (const [index, link] of links.entries()) {
      const pattern = new PatternCounter("</message>");
      link.onChunk = (chunk) => this.#read(index, pattern.count(chunk));
    }
  }

  static async enter(endpoint: Endpoint, accounts: readonly Credentials[], isNoStore: boolean): Promise<Room> {
    const links = await loginAll(endpoint, accounts);
    if (!endpoint.isBare) await enterAll(links, accounts);
    // What the last ones were told of others may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return new Room(links, isNoStore);
  }

  get deliveries(): number {
    return this.#deliveries;
  }

  /** From now on so many messages are on their way: the first occupants write, and another one when all have got one. */
  keepInFlight(count: number): void {
    this.#window = count;
    this.#fill();
  }

  /** Sends no more, and waits until all have got everything. */
  async untilQuiet(): Promise<void> {
    this.#window = 0;
    const deadline = performance.now() + patienceMs;
    while (this.#deliveries < this.#sentAt.length * this.#links.length) {
      if (performance.now() > deadline)
        throw new Error(`${this.#deliveries} of ${this.#sentAt.length} × ${this.#links.length} arrived`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** One occupant writes so many messages a second. How long each took to each occupant, in ms. */
  async sendSteadily(rate: number, milliseconds: number): Promise<number[]> {
    this.#latencies = [];
    const start = performance.now();
    for (let sent = 0; sent < Math.max(1, (rate * milliseconds) / 1000); sent++) {
      const wait = start + (sent * 1000) / rate - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      this.#send(0);
    }
    await this.untilQuiet();
    return this.#latencies;
  }

  async leave(): Promise<void> {
    await Promise.all(this.#links.map(logout));
  }

  #fill(): void {
    const done = Math.floor(this.#deliveries / this.#links.length);
    while (this.#sentAt.length - done < this.#window) this.#send(this.#sentAt.length % this.#window);
  }

  #send(writer: number): void {
    this.#sentAt.push(performance.now());
    this.#links[writer]?.send(this.#message);
  }

  #read(index: number, count: number): void {
    if (count === 0) return;
    const now = performance.now();
    const from = this.#received[index] ?? 0;
    for (let i = from; i < from + count; i++) this.#latencies.push(now - (this.#sentAt[i] ?? now));
    this.#received[index] = from + count;
    this.#deliveries += count;
    if (this.#window > 0) this.#fill();
  }
}

/** The first one makes the room: for many, and such that who enters is told to moderators alone, so that it fills quickly. */
async function enterAll(links: readonly Link[], accounts: readonly Credentials[]): Promise<void> {
  const [first, ...others] = links;
  if (!first) return;
  await enter(first, accounts[0]?.username ?? "");
  const fields = { "muc#roomconfig_maxusers": "5000", "muc#roomconfig_presencebroadcast": "moderator" };
  const values = Object.entries(fields).map(([name, value]) => `<field var='${name}'><value>${value}</value></field>`);
  first.send(
    `<iq xmlns='jabber:client' type='set' id='room' to='${address}'><query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>http://jabber.org/protocol/muc#roomconfig</value></field>${values.join("")}</x></query></iq>`,
  );
  const [answer] = await first.expect(/<iq[^>]*id=.room.[^>]*(\/>|>.*?<\/iq>)/s);
  if (/type=.error/.test(answer)) throw new Error(`The room was not made: ${answer}`);
  const rest = others.entries();
  const worker = async (): Promise<void> => {
    for (const [index, link] of rest) await enter(link, accounts[index + 1]?.username ?? "");
  };
  await Promise.all(Array.from({ length: enteringAtOnce }, worker));
}

/** The end of what a newcomer is told is the subject (XEP-0045 §7.2.15). */
async function enter(link: Link, nick: string): Promise<void> {
  link.send(
    `<presence xmlns='jabber:client' to='${address}/${nick}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`,
  );
  const [answer] = await link.expect(/<subject\b.*?<\/message>|<presence[^>]*type=.error.*?<\/presence>/s);
  if (answer.includes("error")) throw new Error(`${nick} is not let in: ${answer}`);
}
