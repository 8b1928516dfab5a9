import { type Element, Jid } from "@yonder/protocol";
import type { LastItem } from "../../store/pubsub.ts";
import type { Standing } from "../../store/store.ts";
import type { Session } from "../../stream/session.ts";
import type { Host } from "../feature.ts";
import { readingRefusal } from "./access.ts";
import { accountHome, relationIn } from "./account-home.ts";
import { delayed, eventMessage, published } from "./events.ts";
import type { Interest } from "./interests.ts";
import { expiryOf } from "./node-config.ts";

/** Contacts whose items are looked for at a time: a query of some milliseconds, so that others' come in between. */
const CHUNK = 50;

/** An item, and what whoever is to get it is in its owner's roster. */
interface SeenItem extends LastItem {
  readonly standing: Standing | undefined;
}

/** Gives a device that has come what was published last at the nodes it is interested in, its own and its contacts' (XEP-0163 §4.3.4). */
export class LastItems {
  readonly #host: Host;
  /** By session that is being given items, what it has come to want meanwhile. */
  readonly #wanted = new WeakMap<Session, Interest | undefined>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Those of the user and of all contacts; where that is under way already, once more behind it, for what is wanted then. */
  async sendAll(session: Session, interest: Interest): Promise<void> {
    const underWay = this.#wanted.has(session);
    this.#wanted.set(session, interest);
    if (underWay) return;
    try {
      for (let wanted: Interest | undefined = interest; wanted; wanted = this.#wanted.get(session)) {
        this.#wanted.set(session, undefined);
        await this.#sendWanted(session, wanted);
      }
    } finally {
      this.#wanted.delete(session);
    }
  }

  async #sendWanted(session: Session, interest: Interest): Promise<void> {
    const { items } = await this.#host.store.roster.load(session.account.id);
    const seen = items.filter(({ subscription }) => subscription === "to" || subscription === "both");
    await this.send(session, interest, [session.jid.bare, ...seen.map(({ contact }) => contact)]);
  }

  /** Those of these users. */
  async send(session: Session, interest: Interest, users: readonly string[]): Promise<void> {
    const nodes = [...interest];
    const usernames = users.map((user) => this.#usernameOf(user)).filter((name) => name !== undefined);
    for (let from = 0; from < usernames.length; from += CHUNK) {
      const last = await this.#lastOf(session, usernames.slice(from, from + CHUNK), nodes);
      for (const one of last) {
        if (session.isOver || session.presence === undefined) return;
        const message = (await this.#isFor(session, one)) && this.#messageOf(session, one);
        // XEP-0163 §4.3.3: not to those of whom one has blocked the other
        if (message && !(await this.#host.router.cutOf(message))) session.send(message);
      }
      // A slow client is not buried, nor does it keep others waiting.
      await session.drained();
    }
  }

  /** With what the session's user is to each of their owners: two queries, however many they are. */
  async #lastOf(session: Session, usernames: readonly string[], nodes: readonly string[]): Promise<SeenItem[]> {
    const { roster, pubsub } = this.#host.store;
    const { bare } = session.jid;
    const last = await pubsub.lastItems(usernames, nodes, bare);
    const owners = [...new Set(last.map(({ owner }) => owner))];
    const standings = await roster.standings(owners, bare);
    return last.map((one) => ({ ...one, standing: standings.find(({ owner }) => owner === one.owner) }));
  }

  async #isFor(session: Session, { owner, username, view, item, standing }: SeenItem): Promise<boolean> {
    const { config } = view.node;
    if (config.sendsLastItem !== "on_sub_and_presence" || !config.notifies) return false;
    const expiry = expiryOf(config, this.#host.clock.now());
    if (expiry && item.publishedAt < expiry) return false;
    if (username === session.account.username) return true;
    const home = { ...accountHome(this.#host, { id: owner, username }), relationOf: () => relationIn(standing) };
    return !(await readingRefusal(home, view, { jid: session.jid, isAdmin: false }));
  }

  #messageOf(session: Session, { username, view, item }: LastItem): Element {
    const { config, name } = view.node;
    const type = config.notificationType === "headline" ? "headline" : undefined;
    const from = `${username}@${this.#host.domain}`;
    const attrs = { from, to: session.jid.toString(), type, id: this.#host.randomId() };
    return eventMessage(attrs, published(name, [item], config.deliversPayloads), delayed(item.publishedAt));
  }

  #usernameOf(user: string): string | undefined {
    const jid = Jid.tryParse(user);
    return jid?.domain === this.#host.domain ? jid.local : undefined;
  }
}
