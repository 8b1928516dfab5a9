import { dataForm, type Element, NS, withChildren, withoutChildren, xml } from "@yonder/protocol";
import { domainOf, localOf } from "../../address.ts";
import { StanzaFailure } from "../../requests.ts";
import type { OwnCard } from "../types.ts";
import type { Tools } from "./people.ts";

/** Characters of what somebody says of themselves; more is not shown. */
const LONGEST_ABOUT = 1_000;

/** What people call themselves (XEP-0054 §3). */
const NAME = "NICKNAME";
const CONFIG = "http://jabber.org/protocol/pubsub#node_config";

interface Card {
  readonly name: string;
  readonly about: string;
  /** As base64. */
  readonly picture: string;
}

/** What people tell of themselves to everybody (XEP-0054). */
export class Cards {
  readonly #tools: Tools;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  /** A stranger's server is asked nothing: it would learn that we are here. Ours knows. */
  mayLook(address: string): boolean {
    const { context, roster } = this.#tools;
    return domainOf(address) === domainOf(context.address) || roster.isContact(address);
  }

  async read(address: string): Promise<Card> {
    const card = await this.#fetch(address);
    const text = (name: string) => card?.childText(name)?.trim() ?? "";
    const picture = card?.child("PHOTO")?.childText("BINVAL")?.replace(/\s/g, "") ?? "";
    return { name: text(NAME) || text("FN"), about: text("DESC").slice(0, LONGEST_ABOUT), picture };
  }

  async about(address: string): Promise<string> {
    return this.mayLook(address) ? (await this.read(address)).about : "";
  }

  async own(): Promise<OwnCard> {
    const card = await this.#fetch(this.#tools.context.address);
    return {
      about: card?.childText("DESC")?.trim().slice(0, LONGEST_ABOUT) ?? "",
      isShownToAll: Boolean(card?.childText(NAME)),
    };
  }

  async setAbout(about: string): Promise<void> {
    await this.#set("DESC", about.trim().slice(0, LONGEST_ABOUT));
  }

  /** The card is for everybody; for the picture its node says so (XEP-0398 §5.2). */
  async showToAll(isShownToAll: boolean): Promise<void> {
    const { context, state } = this.#tools;
    const name = state.stored.profiles[context.address]?.name || localOf(context.address);
    for (const node of [NS.avatarData, NS.avatarMetadata]) await this.#open(node, isShownToAll);
    await this.#set(NAME, isShownToAll ? name : "");
  }

  /** Our name is another one now. */
  async renamed(name: string): Promise<void> {
    if ((await this.own()).isShownToAll) await this.#set(NAME, name);
  }

  /** What else stands in our card stays. */
  async #set(field: string, text: string): Promise<void> {
    const { context } = this.#tools;
    const card = (await this.#fetch(context.address)) ?? xml("vCard", NS.vcardTemp);
    const rest = withoutChildren(card, (child) => child.is(field, NS.vcardTemp));
    const said = text ? [xml(field, NS.vcardTemp, null, text)] : [];
    await context.request("set", withChildren(rest, [...rest.children, ...said]));
  }

  /** XEP-0060 §8.2 */
  async #open(node: string, isOpen: boolean): Promise<void> {
    const fields = [{ name: "pubsub#access_model", values: [isOpen ? "open" : "presence"] }];
    const form = dataForm({ type: "submit", formType: CONFIG, fields });
    const configure = xml("configure", NS.pubsubOwner, { node }, form);
    await this.#tools.context.request("set", xml("pubsub", NS.pubsubOwner, null, configure)).catch((cause: unknown) => {
      // No picture was ever there.
      if (!(cause instanceof StanzaFailure)) throw cause;
    });
  }

  async #fetch(address: string): Promise<Element | undefined> {
    const { context } = this.#tools;
    const to = address === context.address ? undefined : address;
    const result = await context.request("get", xml("vCard", NS.vcardTemp), to).catch((cause: unknown) => {
      if (cause instanceof StanzaFailure) return undefined; // nothing is told
      throw cause;
    });
    return result?.child("vCard", NS.vcardTemp);
  }
}
