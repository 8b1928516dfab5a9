import { type Element, errorReply, NS, resultReply, StanzaError, xml } from "@yonder/protocol";
import type { Report } from "../types.ts";
import type { Tools } from "./people.ts";

/** Characters of a report's words, and the messages that it names. */
const LONGEST_TEXT = 1_000;
const MAX_MESSAGES = 10;

/** Whom we do not want to hear from: a list that all our devices share (XEP-0191). */
export class Blocking {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** §3.2: who has asked is told of changes. */
  async fetch(): Promise<void> {
    const result = await this.#tools.context.request("get", xml("blocklist", NS.blocking));
    const list = result.child("blocklist", NS.blocking);
    if (list) this.#set(addressesIn(list));
  }

  /** §3.3 and §3.5: another device, or this one, changed the list. */
  push(iq: Element): void {
    const change = iq.firstElement;
    if (iq.attr("type") !== "set" || !change) return;
    const { context, state } = this.#tools;
    const named = addressesIn(change);
    if (change.name === "block") this.#set([...state.stored.blocked, ...named]);
    // An empty one takes all off.
    else if (change.name === "unblock")
      this.#set(named.length > 0 ? state.stored.blocked.filter((one) => !named.includes(one)) : []);
    else return void context.send(errorReply(iq, new StanzaError("bad-request")));
    context.send(resultReply(iq));
  }

  async block(address: string, report?: Report): Promise<void> {
    const { context, roster, state } = this.#tools;
    // A blocked one is told nothing any more, so that the answer goes before.
    if (roster.requests.includes(address)) roster.decline(address);
    const item = xml("item", NS.blocking, { jid: address }, report && reportElement(report, context.address));
    await context.request("set", xml("block", NS.blocking, null, item));
    this.#set([...state.stored.blocked, address]);
  }

  async unblock(address: string): Promise<void> {
    const { context, state } = this.#tools;
    await context.request("set", xml("unblock", NS.blocking, null, xml("item", NS.blocking, { jid: address })));
    this.#set(state.stored.blocked.filter((one) => one !== address));
  }

  #set(addresses: readonly string[]): void {
    const { roster, state } = this.#tools;
    const blocked = [...new Set(addresses)].sort();
    if (blocked.join(" ") === state.stored.blocked.join(" ")) return;
    for (const address of blocked) roster.answered(address);
    state.change({ blocked });
  }
}

function addressesIn(list: Element): string[] {
  return list.elements().flatMap((item) => (item.name === "item" && item.attr("jid")) || []);
}

/** XEP-0377 §4, §6: messages are named by their ids in our archive. */
function reportElement({ reason, text = "", archiveIds = [] }: Report, by: string): Element {
  return xml(
    "report",
    NS.reporting,
    { reason: `urn:xmpp:reporting:${reason}` },
    ...archiveIds.slice(-MAX_MESSAGES).map((id) => xml("stanza-id", NS.sid, { by, id })),
    text ? xml("text", NS.reporting, null, text.slice(0, LONGEST_TEXT)) : undefined,
  );
}
