import { type Element, NS, xml } from "@yonder/protocol";
import { bareOf } from "../../address.ts";
import type { Cards } from "./cards.ts";
import { readKept, removeKept, writeKept } from "./kept-pictures.ts";
import type { Tools } from "./people.ts";

/** Characters of a picture as base64, and of a name; more is not shown. */
const LONGEST_PICTURE = 200_000;
const LONGEST_NAME = 100;
/** XEP-0084 §4.2.1: nothing else names a picture. */
const HASH = /^[\da-f]{40}$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** People of whom a name or picture is known: the first known go first. */
const MAX_PEOPLE = 1_000;

/** The names and pictures that people give themselves (XEP-0172, XEP-0084). */
export class Profiles {
  readonly #tools: Tools;
  readonly #cards: Cards;

  constructor(tools: Tools, cards: Cards) {
    this.#tools = tools;
    this.#cards = cards;
  }

  /** A new session: what could not be fetched is asked for again. */
  begin(): void {
    const { pictures } = this.#tools.state;
    for (const [address, picture] of pictures) if (!picture) pictures.delete(address);
  }

  clear(): void {
    this.#tools.attempt("pictures could not be removed", removeKept());
  }

  /** What somebody publishes anew; only contacts, and we ourselves, are listened to. */
  heard(stanza: Element): void {
    const { context, roster } = this.#tools;
    const from = bareOf(stanza.attr("from") ?? context.address);
    if (from !== context.address && !roster.isContact(from)) return;
    const item = stanza.child("event", NS.pubsubEvent)?.child("items")?.child("item");
    const nick = item?.child("nick", NS.nick);
    const metadata = item?.child("metadata", NS.avatarMetadata);
    if (nick) this.#know(from, { name: nick.text.trim().slice(0, LONGEST_NAME) });
    if (metadata) this.#know(from, { avatar: HASH.exec(metadata.child("info")?.attr("id") ?? "")?.[0] ?? "" });
  }

  /** Has the picture loaded, from this device or from them; of somebody who is no contact their card is read. */
  want(address: string): void {
    const { state, attempt, context } = this.#tools;
    const hash = state.stored.profiles[address]?.avatar;
    if (state.pictures.has(address) || (!hash && !context.isOnline)) return;
    state.pictures.set(address, "");
    if (hash) attempt("a picture could not be read", this.#load(address, hash));
    else attempt("a card could not be read", this.#look(address));
  }

  /** What somebody shows to all: contacts tell us by themselves. */
  async #look(address: string): Promise<void> {
    const { context, roster, state } = this.#tools;
    if (address === context.address || roster.isContact(address) || !this.#cards.mayLook(address)) return;
    const { name, picture } = await this.#cards.read(address);
    const isPicture = picture.length <= LONGEST_PICTURE && typeOf(picture) !== undefined && BASE64.test(picture);
    const hash = isPicture ? await hashOf(picture) : "";
    if (hash) await writeKept(hash, picture);
    const known = { ...(name && { name: name.slice(0, LONGEST_NAME) }), ...(hash && { avatar: hash }) };
    if (hash) state.pictures.delete(address);
    // Of who tells nothing, nothing is kept: they are asked again in the next session.
    if (name || hash) this.#know(address, known);
  }

  async setName(name: string): Promise<void> {
    const { context } = this.#tools;
    await this.#publish(NS.nick, "current", xml("nick", NS.nick, null, name));
    this.#know(context.address, { name });
    await this.#cards.renamed(name);
  }

  /** `data`: base64 of a picture of this type, so many pixels on each side. */
  async setPicture(
    picture: { readonly data: string; readonly type: string; readonly size: number } | undefined,
  ): Promise<void> {
    const { context } = this.#tools;
    if (!picture) {
      await this.#publish(NS.avatarMetadata, "", xml("metadata", NS.avatarMetadata));
      return this.#know(context.address, { avatar: "" });
    }
    const { data, type, size } = picture;
    const hash = await hashOf(data);
    await this.#publish(NS.avatarData, hash, xml("data", NS.avatarData, null, data));
    const about = { id: hash, type, bytes: String(atob(data).length), width: String(size), height: String(size) };
    await this.#publish(
      NS.avatarMetadata,
      hash,
      xml("metadata", NS.avatarMetadata, null, xml("info", NS.avatarMetadata, about)),
    );
    this.#know(context.address, { avatar: hash });
  }

  #know(address: string, news: { readonly name?: string; readonly avatar?: string }): void {
    const { state } = this.#tools;
    const before = state.stored.profiles[address];
    if (news.avatar !== undefined && news.avatar !== before?.avatar) state.pictures.delete(address);
    const { [address]: _, ...others } = state.stored.profiles;
    const kept = Object.entries(others).slice(1 - MAX_PEOPLE);
    state.change({ profiles: { ...Object.fromEntries(kept), [address]: { ...before, ...news } } });
  }

  async #load(address: string, hash: string): Promise<void> {
    const { state } = this.#tools;
    const data = (await readKept(hash)) ?? (await this.#fetch(address, hash));
    if (!data || state.stored.profiles[address]?.avatar !== hash) return;
    state.pictures.set(address, `data:${typeOf(data)};base64,${data}`);
    state.change({});
  }

  /** XEP-0084 §3.3; only what has this very hash is kept under it. */
  async #fetch(address: string, hash: string): Promise<string | undefined> {
    const items = xml("items", NS.pubsub, { node: NS.avatarData }, xml("item", NS.pubsub, { id: hash }));
    const result = await this.#tools.context.request("get", xml("pubsub", NS.pubsub, null, items), address);
    const item = result.child("pubsub", NS.pubsub)?.child("items")?.child("item");
    const data = item?.childText("data", NS.avatarData)?.replace(/\s/g, "") ?? "";
    const isPicture = data.length <= LONGEST_PICTURE && typeOf(data) !== undefined && BASE64.test(data);
    if (!isPicture || (await hashOf(data)) !== hash.toLowerCase()) return undefined;
    await writeKept(hash, data);
    return data;
  }

  async #publish(node: string, id: string, payload: Element): Promise<void> {
    const item = xml("item", NS.pubsub, { id: id || undefined }, payload);
    const publish = xml("publish", NS.pubsub, { node }, item);
    await this.#tools.context.request("set", xml("pubsub", NS.pubsub, null, publish));
  }
}

/** What a picture is, by how it begins: nobody's word is taken for it. */
function typeOf(data: string): string | undefined {
  if (data.startsWith("iVBORw0KGg")) return "image/png";
  if (data.startsWith("/9j/")) return "image/jpeg";
  if (data.startsWith("R0lGOD")) return "image/gif";
  return data.startsWith("UklGR") ? "image/webp" : undefined;
}

/** XEP-0084 §4.2.1: SHA-1 of the bytes, in hexadecimal digits. */
async function hashOf(data: string): Promise<string> {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-1", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
