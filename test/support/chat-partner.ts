import { dataForm, dataFormIn, type Element, fieldValue, NS, xml } from "@yonder/protocol";
import { until } from "./condition.ts";
import { RawClient } from "./raw-client.ts";
import type { Address } from "./wire.ts";

/** Someone to talk to in the tests of a client: says and hears plain messages, and answers requests to see them with yes. */
export class ChatPartner {
  readonly heard: Element[] = [];
  readonly #client: RawClient;
  /** Whose presence it has seen. */
  readonly #places = new Set<string>();

  private constructor(client: RawClient) {
    this.#client = client;
    client.onStanza = (stanza) => this.#receive(stanza);
    client.announce();
  }

  static async login(address: Address, username: string, password: string): Promise<ChatPartner> {
    return new ChatPartner(
      await RawClient.login({ ...address, username, password, resource: "partner", hasStreamManagement: true }),
    );
  }

  says(to: string, body: string): void {
    this.#client.send(
      xml("message", NS.client, { to, type: "chat", id: crypto.randomUUID() }, xml("body", NS.client, null, body)),
    );
  }

  /** What everybody who may see the partner gets to know: "away", "dnd" or so. */
  shows(show: string): void {
    this.#client.send(xml("presence", NS.client, null, xml("show", NS.client, null, show)));
  }

  /** Makes a room with the usual settings, and is in it. */
  async opensRoom(room: string): Promise<void> {
    this.#client.send(xml("presence", NS.client, { to: `${room}/partner` }, xml("x", NS.muc)));
    await this.sees(`${room}/partner`);
    const form = xml("x", "jabber:x:data", { type: "submit" });
    const iq = xml("iq", NS.client, { type: "set", id: "room", to: room }, xml("query", NS.mucOwner, null, form));
    this.#client.send(iq);
  }

  saysIn(room: string, body: string): void {
    this.#client.send(
      xml(
        "message",
        NS.client,
        { to: room, type: "groupchat", id: crypto.randomUUID() },
        xml("body", NS.client, null, body),
      ),
    );
  }

  /** Resolves once the partner has seen presence of that full address. */
  async sees(place: string): Promise<void> {
    await until(`the partner sees ${place}`, () => this.#places.has(place), {
      state: () => [...this.#places].join("\n"),
    });
  }

  /** Resolves with the first message of that text, also if it came before. */
  hears(body: string): Promise<Element> {
    const state = (): string => this.heard.map((message) => message.childText("body")).join("\n");
    return until(
      `the partner hears “${body}”`,
      () => this.heard.find((message) => message.childText("body") === body),
      { state },
    );
  }

  /** Resolves with the text of the first message that contains this. */
  hearsOf(part: string): Promise<string> {
    const bodies = (): string[] => this.heard.map((message) => message.childText("body") ?? "");
    return until(`the partner hears of ${part}`, () => bodies().find((body) => body.includes(part)), {
      state: () => bodies().join("\n"),
    });
  }

  /** Lets guests write to the partner, under that name; undefined: not any more. */
  opensToGuests(name: string | undefined): Promise<void> {
    return this.#runs("guests", { open: [name === undefined ? "0" : "1"], name: [name ?? ""] });
  }

  /** Sends a guest a link by which they get an address. */
  async invitesToStay(guest: string): Promise<void> {
    const begun = await this.#begins("urn:yonder:invitation:0");
    const done = await begun.goesOn("complete", { name: ["bob"], to: [guest] });
    const form = dataFormIn(done.child("command", NS.commands) ?? done);
    this.says(guest, (form && fieldValue(form, "landing-url")) ?? "");
  }

  /** Fills in the form of a command (XEP-0050). */
  async #runs(node: string, values: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await (await this.#begins(node)).goesOn("complete", values);
  }

  async #begins(node: string) {
    const command = (action: string, sessionid?: string, ...inside: Element[]): Promise<Element> =>
      this.#client.request("set", xml("command", NS.commands, { node, action, sessionid }, ...inside));
    const begun = (await command("execute")).child("command", NS.commands);
    const form = begun && dataFormIn(begun);
    if (!form) throw new Error(`${node} asks nothing`);
    return {
      form,
      goesOn: (action: string, values: Readonly<Record<string, readonly string[]>>) => {
        const fields = Object.entries(values).map(([name, all]) => ({ name, values: all }));
        return command(action, begun.attr("sessionid"), dataForm({ type: "submit", fields }));
      },
    };
  }

  leave(): Promise<void> {
    return this.#client.quit();
  }

  #receive(stanza: Element): void {
    if (stanza.is("message", NS.client)) this.heard.push(stanza);
    if (stanza.is("iq", NS.client)) this.#refuse(stanza);
    if (!stanza.is("presence", NS.client)) return;
    if (stanza.attr("type") === "subscribe") this.#agree(stanza);
    else this.#places.add(stanza.attr("from") ?? "");
  }

  /** Requests are answered, if only so (RFC 6120 §8.2.3). */
  #refuse(request: Element): void {
    const [to, id, type] = ["from", "id", "type"].map((name) => request.attr(name));
    if (type !== "get" && type !== "set") return;
    const condition = xml("service-unavailable", NS.stanzas);
    const error = xml("error", NS.client, { type: "cancel" }, condition);
    this.#client.send(xml("iq", NS.client, { to, id, type: "error" }, error));
  }

  #agree(request: Element): void {
    const to = request.attr("from");
    this.#client.send(
      xml("presence", NS.client, { to, type: "subscribed" }),
      xml("presence", NS.client, { to, type: "subscribe" }),
    );
  }
}
