import { createHash } from "node:crypto";
import { type Element, fromBase64, NS, parseElement, StanzaError, toBase64, UNLIMITED, xml } from "@yonder/protocol";
import type { Host } from "../feature.ts";
import type { Asker, Home } from "./home.ts";
import type { Requests } from "./requests.ts";

/** An image as a vCard has it (XEP-0153 §3.1). */
interface Photo {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What a user has published as avatar (XEP-0084), as a `<PHOTO/>`, and the other way round (XEP-0398). */
export class Avatars {
  readonly #host: Host;
  readonly #engine: Requests;

  constructor(host: Host, engine: Requests) {
    this.#host = host;
    this.#engine = engine;
  }

  /** The hash of the avatar that contacts may see; undefined when there is none. */
  async hashOf(home: Home): Promise<string | undefined> {
    const view = await this.#host.store.pubsub.find(home.place, NS.avatarMetadata);
    const model = view?.node.config.accessModel;
    if (model !== "open" && model !== "presence") return undefined;
    return hashIn(await this.#last(home, NS.avatarMetadata));
  }

  /** §5.2: for whom may see both nodes. */
  async photoFor(home: Home, asker: Asker): Promise<Element | undefined> {
    const metadata = await this.#last(home, NS.avatarMetadata);
    const info = metadata && inlineInfo(metadata);
    const hash = info?.attr("id");
    if (hash === undefined || !(await this.#mayRead(home, asker))) return undefined;
    const { items } = await this.#host.store.pubsub.items(home.place, NS.avatarData, { ids: [hash], limit: 1 });
    const data = items[0] && parseElement(items[0].xml, UNLIMITED);
    if (!data || !isImage(data.text, hash)) return undefined;
    return xml(
      "PHOTO",
      NS.vcardTemp,
      null,
      xml("TYPE", NS.vcardTemp, null, info?.attr("type") ?? "image/png"),
      xml("BINVAL", NS.vcardTemp, null, data.text.trim()),
    );
  }

  /** §3.2: publishes the image of a vCard, or that there is none, unless it is published already. Throws StanzaError. */
  async publish(home: Home, owner: Asker, photo: Photo | undefined): Promise<void> {
    const metadata = await this.#last(home, NS.avatarMetadata);
    const hash = photo && createHash("sha1").update(photo.bytes).digest("hex");
    if ((metadata && hashIn(metadata)) === hash) return;
    if (!photo || hash === undefined)
      return this.#put(home, owner, NS.avatarMetadata, "none", xml("metadata", NS.avatarMetadata));
    const info = xml("info", NS.avatarMetadata, { bytes: String(photo.bytes.length), id: hash, type: photo.type });
    await this.#put(home, owner, NS.avatarData, hash, xml("data", NS.avatarData, null, toBase64(photo.bytes)));
    await this.#put(home, owner, NS.avatarMetadata, hash, xml("metadata", NS.avatarMetadata, null, info));
  }

  /** A vCard is for everybody: so is what comes from it, unless the node is there already. */
  async #put(home: Home, owner: Asker, node: string, id: string, payload: Element): Promise<void> {
    if (!(await this.#host.store.pubsub.find(home.place, node)))
      await this.#engine.nodes.create(home, owner, node, { ...home.defaults, accessModel: "open" });
    const items = [xml("item", NS.pubsub, { id }, payload)];
    await this.#engine.publishing.publish(home, owner, { node, items, options: undefined });
  }

  async #last(home: Home, node: string): Promise<Element | undefined> {
    const { items } = await this.#host.store.pubsub.items(home.place, node, { newest: 1, limit: 1 });
    return items[0] && parseElement(items[0].xml, UNLIMITED);
  }

  async #mayRead(home: Home, asker: Asker): Promise<boolean> {
    try {
      await this.#engine.nodes.readable(home, asker, NS.avatarData);
      await this.#engine.nodes.readable(home, asker, NS.avatarMetadata);
      return true;
    } catch {
      return false;
    }
  }
}

/** §3.1: whether these are the bytes that the hash promises. */
function isImage(base64: string, hash: string): boolean {
  const bytes = Buffer.from(base64, "base64");
  return createHash("sha1").update(bytes).digest("hex") === hash.toLowerCase();
}

/** Of `<metadata/>`. */
function hashIn(metadata: Element | undefined): string | undefined {
  const hash = metadata && inlineInfo(metadata)?.attr("id");
  return hash && /^[0-9a-f]{40}$/i.test(hash) ? hash.toLowerCase() : undefined;
}

/** XEP-0398 §3.1: the image that is at the data node, and not elsewhere. */
function inlineInfo(metadata: Element): Element | undefined {
  return metadata.elements().find((info) => info.is("info", NS.avatarMetadata) && info.attr("url") === undefined);
}

/** The image of a vCard; undefined when there is none, or it is elsewhere. Throws StanzaError. */
export function photoIn(card: Element): Photo | undefined {
  const photo = card.child("PHOTO");
  const text = photo?.childText("BINVAL")?.replaceAll(/\s/g, "");
  if (!text) return undefined;
  return { type: photo?.childText("TYPE")?.trim() || "image/png", bytes: decoded(text) };
}

function decoded(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw new StanzaError("bad-request", "The photo is not base64.", { cause });
  }
}
