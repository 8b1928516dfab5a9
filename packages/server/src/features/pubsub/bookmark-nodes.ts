import { type Element, NS, parseElement, StanzaError, UNLIMITED, xml } from "@yonder/protocol";
import type { PubsubItem } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import type { Asker, Home } from "./home.ts";
import { ensurePrivate } from "./private-nodes.ts";
import type { Requests } from "./requests.ts";

/** The older format, all in one item (XEP-0048), in private XML storage and at a node of this name. */
export const LEGACY = "storage:bookmarks";
const LEGACY_ITEM = "current";
const PAGE = 500;
/** Rooms that are kept in both formats; with more than these the newer one stands alone. */
const MAX_CONVERTED = 1_000;

export function isBookmarks(element: Element): boolean {
  return element.is("storage", LEGACY);
}

/** `<storage/>` as it was published last, or as the bookmarks of today would look in it. */
export async function legacyBookmarks(host: Host, home: Home): Promise<Element | undefined> {
  const published = await publishedLegacy(host, home);
  if (published) return published;
  const bookmarks = await allBookmarks(host, home);
  return bookmarks.length > 0 ? toLegacy(bookmarks, undefined) : undefined;
}

/** `<storage/>` as it was published last. */
export async function publishedLegacy(host: Host, home: Home): Promise<Element | undefined> {
  const { items } = await host.store.pubsub.items(home.place, LEGACY, { newest: 1, limit: 1 });
  return items[0] && parseElement(items[0].xml, UNLIMITED);
}

/** Publishes `<storage/>`; nobody but the owner reads it (XEP-0411 §5). In the caller's turn. Throws StanzaError. */
export async function publishLegacy(
  host: Host,
  engine: Requests,
  home: Home,
  owner: Asker,
  storage: Element,
): Promise<void> {
  const { sendsLastItem } = home.defaults;
  await ensurePrivate(host, engine, home, owner, LEGACY, { maxItems: 1, sendsLastItem });
  const items = [xml("item", NS.pubsub, { id: LEGACY_ITEM }, storage)];
  await engine.publishing.publish(home, owner, { node: LEGACY, items, options: undefined });
}

/** One room (XEP-0402 §2); its address is the item's id. */
export interface Bookmark {
  readonly jid: string;
  readonly conference: Element;
}

/** Throws StanzaError when there are too many to be put into one item. */
export async function allBookmarks(host: Host, home: Home): Promise<Bookmark[]> {
  const found: PubsubItem[] = [];
  for (let isLast = false; !isLast; ) {
    const query = { index: found.length, limit: PAGE };
    const { items, count } = await host.store.pubsub.items(home.place, NS.bookmarks, query);
    if (count > MAX_CONVERTED) throw new StanzaError("resource-constraint", "These are too many bookmarks.");
    found.push(...items);
    isLast = found.length >= count || items.length === 0;
  }
  return found.flatMap(({ id, xml: payload }) => {
    const conference = payload === "" ? undefined : parseElement(payload, UNLIMITED);
    return conference?.is("conference", NS.bookmarks) ? [{ jid: id, conference }] : [];
  });
}

/** XEP-0402 §5.3.1: the rooms in the older format, with what else was there. */
export function toLegacy(bookmarks: readonly Bookmark[], before: Element | undefined): Element {
  const others = before?.elements().filter((child) => !child.is("conference", LEGACY)) ?? [];
  const conferences = bookmarks.map(({ jid, conference }) =>
    xml(
      "conference",
      LEGACY,
      { jid, name: conference.attr("name"), autojoin: isOn(conference) ? "true" : "false" },
      ...["nick", "password"].map((name) => textElement(LEGACY, name, conference.childText(name))),
    ),
  );
  return xml("storage", LEGACY, null, ...others, ...conferences);
}

/** §5.3.2: a room of the older format; extensions that only the newer one has stay. */
export function fromLegacy(conference: Element, before: Element | undefined): Element {
  const attrs = { name: conference.attr("name"), autojoin: isOn(conference) ? "true" : undefined };
  const texts = ["nick", "password"].map((name) => textElement(NS.bookmarks, name, conference.childText(name)));
  return xml("conference", NS.bookmarks, attrs, ...texts, before?.child("extensions"));
}

/** Whether two say the same of a room, in whichever format. */
export function isSame(one: Element, other: Element): boolean {
  return meaning(one) === meaning(other);
}

function meaning(conference: Element): string {
  const [nick, password] = [conference.childText("nick") ?? "", conference.childText("password") ?? ""];
  return JSON.stringify([conference.attr("name") ?? "", isOn(conference), nick, password]);
}

function isOn(conference: Element): boolean {
  const autojoin = conference.attr("autojoin");
  return autojoin === "true" || autojoin === "1";
}

function textElement(ns: string, name: string, text: string | undefined): Element | undefined {
  return text ? xml(name, ns, null, text) : undefined;
}
