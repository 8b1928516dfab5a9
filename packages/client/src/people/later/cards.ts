import { type Element, NS, withChildren, withoutChildren, xml } from "@yonder/protocol";
import { domainOf } from "../../address.ts";
import { StanzaFailure } from "../../requests.ts";
import type { Tools } from "./people.ts";

/** Characters of what somebody says of themselves; more is not shown. */
const LONGEST_ABOUT = 1_000;

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
    return { name: text("NICKNAME") || text("FN"), about: text("DESC").slice(0, LONGEST_ABOUT), picture };
  }

  async about(address: string): Promise<string> {
    return this.mayLook(address) ? (await this.read(address)).about : "";
  }

  /** What else stands in our card stays. */
  async setAbout(about: string): Promise<void> {
    const { context } = this.#tools;
    const card = (await this.#fetch(context.address)) ?? xml("vCard", NS.vcardTemp);
    const rest = withoutChildren(card, (child) => child.is("DESC", NS.vcardTemp));
    const text = about.trim().slice(0, LONGEST_ABOUT);
    const said = text ? [xml("DESC", NS.vcardTemp, null, text)] : [];
    await context.request("set", withChildren(rest, [...rest.children, ...said]));
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
