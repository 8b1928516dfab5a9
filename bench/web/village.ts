import { NS, xml } from "@yonder/protocol";
import type { Page } from "playwright-core";
import { RawClient } from "../../test/support/raw-client.ts";

const MUC = "http://jabber.org/protocol/muc";
const ADMIN = "http://jabber.org/protocol/muc#admin";
/** Members that are named in one request, and people who log in together. */
const NAMED = 100;
const TOGETHER = 20;

export interface Account {
  readonly name: string;
  readonly password: string;
}

/** A group with many members, of whom some are here. */
export class Village {
  readonly #port: number;
  readonly #page: Page;
  readonly #people: readonly Account[];
  #group = "";
  #clients: RawClient[] = [];

  /** `people`: who comes and goes. `page`: the app of whoever makes the group. */
  constructor(port: number, page: Page, people: readonly Account[]) {
    this.#port = port;
    this.#page = page;
    this.#people = people;
  }

  /** Makes the group in the app, and so many members beside. */
  async found(owner: Account, members: number): Promise<void> {
    await this.#page.getByRole("button", { name: "New conversation" }).first().click();
    await this.#page.getByRole("button", { name: "New group" }).click();
    await this.#page.getByLabel("Name of the group").fill("Village");
    await this.#page.getByRole("button", { name: "Create group" }).click();
    await this.#page.getByRole("heading", { name: "Village", level: 1 }).waitFor();
    this.#group = decodeURIComponent(/#\/chat\/([^/]+)/.exec(this.#page.url())?.[1] ?? "");
    const client = await this.#logIn(owner);
    for (let from = 0; from < members; from += NAMED) {
      const items = Array.from({ length: NAMED }, (_, index) =>
        xml("item", ADMIN, { affiliation: "member", jid: `villager${from + index}@localhost` }),
      );
      await client.request("set", xml("query", ADMIN, null, ...items), this.#group);
    }
    await client.quit();
  }

  /** Its people come in, and the page knows. */
  async fill(): Promise<void> {
    for (let from = 0; from < this.#people.length; from += TOGETHER)
      this.#clients.push(
        ...(await Promise.all(this.#people.slice(from, from + TOGETHER).map((one) => this.#enter(one)))),
      );
    await this.#page.getByText(`${this.#people.length + 1} here now`).waitFor();
  }

  async talk(): Promise<void> {
    for (const [index, client] of this.#clients.entries()) {
      const message = { to: this.#group, type: "groupchat", id: `said${index}` };
      client.send(xml("message", NS.client, message, xml("body", NS.client, null, `Good morning, ${index}.`)));
    }
    await this.#page
      .locator(".bubble")
      .filter({ hasText: `Good morning, ${this.#clients.length - 1}.` })
      .waitFor();
  }

  async open(): Promise<void> {
    await this.#page.reload();
    await this.#page.locator(".bubble").first().waitFor();
    await this.#page.waitForTimeout(2_000);
  }

  async showMembers(): Promise<void> {
    await this.#page.getByRole("button", { name: /^Show all / }).click();
    await this.#page.waitForTimeout(1_000);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.quit()));
  }

  async #enter(one: Account): Promise<RawClient> {
    const client = await this.#logIn(one);
    const x = xml("x", MUC, null, xml("history", MUC, { maxstanzas: "0" }));
    client.send(xml("presence", NS.client, { to: `${this.#group}/${one.name}` }, x));
    return client;
  }

  #logIn({ name, password }: Account): Promise<RawClient> {
    return RawClient.login({ transport: "tcp", port: this.#port, username: name, password });
  }
}
