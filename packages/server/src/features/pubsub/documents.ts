import { type Element, parseElement, StanzaError, serialize, UNLIMITED } from "@yonder/protocol";
import { privatePlace } from "../../store/pubsub.ts";
import { StoreError } from "../../store/store.ts";
import type { Host } from "../feature.ts";
import { accountDefaults, MAX_PAYLOAD } from "./node-config.ts";

/** Documents of one account, and characters of all of them. */
const MAX_DOCUMENTS = 500;
const MAX_BYTES = 8 * 1_024 * 1_024;
/** Bytes of a document's name: a database's index takes no more than some. */
const MAX_NAME = 1_024;
const ITEM = "current";

/** What an account keeps whole under a name, for itself or as its card: a node with one item that nobody can address. */
export class Documents {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async read(owner: number, name: string): Promise<Element | undefined> {
    const { items } = await this.#host.store.pubsub.items(privatePlace(owner), name, { newest: 1, limit: 1 });
    const [item] = items;
    return item && parseElement(item.xml, UNLIMITED);
  }

  /** Throws StanzaError when it is too long, or there are too many. */
  async write(owner: number, name: string, document: Element): Promise<void> {
    const xml = serialize(document);
    if (Buffer.byteLength(xml) > MAX_PAYLOAD || Buffer.byteLength(name) > MAX_NAME)
      throw new StanzaError("not-acceptable", "This is too long.");
    try {
      await this.#ensure(owner, name);
      await this.#host.store.pubsub.publish(privatePlace(owner), name, {
        revision: 1,
        items: [{ id: ITEM, xml, publisher: "" }],
        maxItems: 1,
        isRefusedWhenFull: false,
        expired: undefined,
        maxBytes: MAX_BYTES,
      });
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "full") throw error;
      throw new StanzaError("resource-constraint", "There is no room for more.", { cause: error });
    }
  }

  async #ensure(owner: number, name: string): Promise<void> {
    const { pubsub } = this.#host.store;
    if (await pubsub.find(privatePlace(owner), name)) return;
    try {
      await pubsub.create(privatePlace(owner), { name, config: accountDefaults, creator: "" }, MAX_DOCUMENTS);
    } catch (error) {
      // Another device has just done so.
      if (!(error instanceof StoreError) || error.code !== "conflict") throw error;
    }
  }
}
