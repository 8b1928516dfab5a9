import { type DataForm, dataForm, type Element, NS, rsmRequest, rsmResultIn, xml } from "@yonder/protocol";
import type { Context } from "../../context.ts";

/** Pages of items, and items on one, that are read of a node. */
const MAX_PAGES = 20;
const PAGE = 250;

/** XEP-0223 §3, XEP-0402 §3.3, XEP-0490 §4.2: nobody else reads them, and none is forgotten. */
const OPTIONS: DataForm = {
  type: "submit",
  formType: "http://jabber.org/protocol/pubsub#publish-options",
  fields: [
    { name: "pubsub#persist_items", values: ["true"] },
    { name: "pubsub#max_items", values: ["max"] },
    { name: "pubsub#send_last_published_item", values: ["never"] },
    { name: "pubsub#access_model", values: ["whitelist"] },
  ],
};

/** All items of a node of our own, page by page. Rejects with StanzaFailure where there is no such node yet. */
export async function fetchItems(context: Context, node: string): Promise<readonly Element[]> {
  const all: Element[] = [];
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const items = xml("items", NS.pubsub, { node });
    const query = xml("pubsub", NS.pubsub, null, items, rsmRequest({ max: PAGE, after }));
    const result = (await context.request("get", query)).child("pubsub", NS.pubsub);
    const found = itemsOf(result?.child("items"));
    all.push(...found);
    const last = result && rsmResultIn(result)?.last;
    // A server without pages gives all at once.
    if (found.length < PAGE || !last || last === after) break;
    after = last;
  }
  return all;
}

export function itemsOf(items: Element | undefined): readonly Element[] {
  return items?.elements().filter(({ name }) => name === "item") ?? [];
}

export async function publishItem(context: Context, node: string, id: string, payload: Element): Promise<void> {
  const publish = xml("publish", NS.pubsub, { node }, xml("item", NS.pubsub, { id }, payload));
  const options = xml("publish-options", NS.pubsub, null, dataForm(OPTIONS));
  await context.request("set", xml("pubsub", NS.pubsub, null, publish, options));
}

export async function retractItem(context: Context, node: string, id: string): Promise<void> {
  const retract = xml("retract", NS.pubsub, { node, notify: "true" }, xml("item", NS.pubsub, { id }));
  await context.request("set", xml("pubsub", NS.pubsub, null, retract));
}
