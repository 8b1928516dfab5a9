import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { Feature, Host } from "../feature.ts";
import { ownerAsker } from "./account-home.ts";
import {
  allBookmarks,
  fromLegacy,
  isSame,
  LEGACY,
  publishedLegacy,
  publishLegacy,
  toLegacy,
} from "./bookmark-nodes.ts";
import { engineOf } from "./engine.ts";
import type { Asker, Home } from "./home.ts";
import { ensurePrivate } from "./private-nodes.ts";
import type { Requests } from "./requests.ts";

/** Items of one request to publish. */
const BATCH = 100;

/** Rooms that a user returns to: whatever format one of their clients keeps them in, the others find them in theirs (XEP-0402 §5.3). */
export const bookmarks: Feature = {
  name: "bookmarks",
  specification: ["XEP-0048", "XEP-0402", "XEP-0492"],
  after: ["pep"],
  advertisesOnAccount: [`${NS.bookmarks}#compat`, `${NS.bookmarks}#compat-pep`],
  start(host) {
    const conversion = new Conversion(host, engineOf(host));
    engineOf(host).nodes.onEvent((home, { name }) => {
      if (home.place.kind !== "account") return;
      if (name === NS.bookmarks) conversion.begin(home, (owner) => conversion.toOlder(home, owner));
      if (name === LEGACY) conversion.begin(home, (owner) => conversion.toNewer(home, owner));
    });
    return {};
  },
};

/** Writes to one node what was written to the other. What it writes itself is not converted back. */
class Conversion {
  readonly #host: Host;
  readonly #engine: Requests;
  /** Accounts whose bookmarks are being converted: nobody else changes them meanwhile. */
  readonly #underWay = new Set<string>();

  constructor(host: Host, engine: Requests) {
    this.#host = host;
    this.#engine = engine;
  }

  /** In the next turn: a change that waits already would otherwise be undone by a copy from before it. */
  begin(home: Home, convert: (owner: Asker) => Promise<void>): void {
    if (this.#underWay.has(home.jid)) return;
    const done = this.#engine.inNextTurn(home, async () => {
      this.#underWay.add(home.jid);
      await convert(ownerAsker(Jid.parse(home.jid))).finally(() => this.#underWay.delete(home.jid));
    });
    done.catch((error: unknown) => {
      // What does not fit into the other format stays in its own.
      if (error instanceof StanzaError) this.#host.log.debug({ err: error }, "bookmarks not converted");
      else this.#host.log.warn({ err: error }, "bookmarks not converted");
    });
  }

  async toOlder(home: Home, owner: Asker): Promise<void> {
    const before = await publishedLegacy(this.#host, home);
    const rooms = await allBookmarks(this.#host, home);
    const after = toLegacy(rooms, before);
    if (before ? areSame(roomsIn(before), roomsIn(after)) : rooms.length === 0) return;
    await publishLegacy(this.#host, this.#engine, home, owner, after);
  }

  async toNewer(home: Home, owner: Asker): Promise<void> {
    const storage = await publishedLegacy(this.#host, home);
    if (!storage) return;
    const wanted = roomsIn(storage);
    const known = new Map((await allBookmarks(this.#host, home)).map(({ jid, conference }) => [jid, conference]));
    const changed = [...wanted].filter(([jid, room]) => {
      const before = known.get(jid);
      return !before || !isSame(room, before);
    });
    const removed = [...known.keys()].filter((jid) => !wanted.has(jid));
    if (changed.length > 0) await this.#publish(home, owner, changed, known);
    if (removed.length > 0) await this.#engine.publishing.retract(home, owner, NS.bookmarks, removed, true);
  }

  async #publish(
    home: Home,
    owner: Asker,
    changed: readonly (readonly [string, Element])[],
    known: ReadonlyMap<string, Element>,
  ): Promise<void> {
    await ensurePrivate(this.#host, this.#engine, home, owner, NS.bookmarks);
    const items = changed.map(([id, room]) => xml("item", NS.pubsub, { id }, fromLegacy(room, known.get(id))));
    for (let from = 0; from < items.length; from += BATCH) {
      const request = { node: NS.bookmarks, items: items.slice(from, from + BATCH), options: undefined };
      await this.#engine.publishing.publish(home, owner, request);
    }
  }
}

/** By address; the first of two for the same room counts. */
function roomsIn(storage: Element): Map<string, Element> {
  const rooms = new Map<string, Element>();
  for (const child of storage.elements()) {
    const jid = child.is("conference", LEGACY) ? Jid.tryParse(child.attr("jid") ?? "")?.toString() : undefined;
    if (jid !== undefined && !rooms.has(jid)) rooms.set(jid, child);
  }
  return rooms;
}

function areSame(some: ReadonlyMap<string, Element>, others: ReadonlyMap<string, Element>): boolean {
  return (
    some.size === others.size &&
    [...some].every(([jid, room]) => {
      const other = others.get(jid);
      return other !== undefined && isSame(room, other);
    })
  );
}
