import { dataForm, dataFormIn, type Element, fieldValue, NS, parseElement, xml } from "@yonder/protocol";
import { until } from "../support/condition.ts";
import { RawClient } from "../support/raw-client.ts";
import type { Yonder } from "../support/yonder.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";

export const PASSWORD = "correct horse";
export const [ALICE, MALLORY, GROUP] = ["alice@localhost", "mallory@localhost", "den@conference.localhost"] as const;
const [PER_MESSAGE, PER_NAME] = [16, 4];

/** All texts, several to a message. */
export const BODIES = HOSTILE_TEXTS.flatMap((_, at) =>
  at % PER_MESSAGE === 0 ? [HOSTILE_TEXTS.slice(at, at + PER_MESSAGE).join("\n")] : [],
);

/** What is put into one place, to be found there again: one word, as names are cut to their first. */
export const planted = (place: string): string => `${place}"'><img/src=x/onerror=hurt=1><svg/onload=hurt=1>`;

/** An element, with whatever is put into it as text. */
export function element(parts: TemplateStringsArray, ...texts: string[]): Element {
  const asText = (text = "") => text.replace(/[&<>'"\r\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return parseElement(parts.map((part, at) => part + asText(texts[at])).join(""), undefined, NS.client);
}

/** Mallory, who writes hostile texts wherever people read something, and a device of Alice's by which she has some herself. */
export class Mallory {
  readonly client: RawClient;
  readonly desk: RawClient;
  readonly heard: Element[] = [];
  /** By Alice's device. */
  readonly asked: Element[] = [];
  readonly #origin: string;

  private constructor(client: RawClient, desk: RawClient, origin: string) {
    this.client = client;
    this.desk = desk;
    this.#origin = origin;
    client.onStanza = (stanza) => this.heard.push(stanza);
    desk.onStanza = (stanza) => this.asked.push(stanza);
  }

  static async login({ origin, ports }: Yonder): Promise<Mallory> {
    const login = (username: string, resource: string) =>
      RawClient.login({ transport: "tcp", port: ports.c2s, username, password: PASSWORD, resource });
    const resource = planted("resource").replaceAll("/", " ");
    return new Mallory(await login("mallory", resource), await login("alice", "<img src=x onerror=hurt=1>"), origin);
  }

  /** Names, cards, statuses and a link for guests; Alice and Mallory have each other as contacts. */
  async plantsPeople(): Promise<void> {
    this.desk.announce();
    this.desk.send(
      element`<presence to='${MALLORY}' type='subscribe'/>`,
      element`<presence to='${MALLORY}' type='subscribed'/>`,
    );
    this.client.send(
      element`<presence to='${ALICE}' type='subscribed'/>`,
      element`<presence to='${ALICE}' type='subscribe'/>`,
    );
    this.client.send(element`<presence><status>${planted("status")}</status></presence>`);
    for (let at = 0; at < HOSTILE_TEXTS.length; at += PER_NAME) {
      const name = HOSTILE_TEXTS.slice(at, at + PER_NAME).join("");
      const item = element`<item xmlns='jabber:iq:roster' jid='${`p${at}@localhost`}' name='${name}'/>`;
      await this.desk.request("set", xml("query", NS.roster, null, item));
    }
    for (const [client, name] of [
      [this.desk, "own"],
      [this.client, "nick"],
    ] as const) {
      const nick = element`<nick xmlns='http://jabber.org/protocol/nick'>${planted(name)}</nick>`;
      const publish = xml("publish", NS.pubsub, { node: NS.nick }, xml("item", NS.pubsub, { id: "current" }, nick));
      await client.request("set", xml("pubsub", NS.pubsub, null, publish));
      const [fn, about, url] = ["full", "about", "url"].map((field) => planted(`${name}-${field}`));
      await client.request(
        "set",
        element`<vCard xmlns='vcard-temp'><FN>${fn ?? ""}</FN><DESC>${about ?? ""}</DESC><URL>javascript:${url ?? ""}</URL></vCard>`,
      );
    }
    await runCommand(this.desk, "guests", { open: ["1"], name: [planted("contact")] });
  }

  /** All texts as messages, and those parts of a message that are no body. */
  async plantsMessages(): Promise<void> {
    const say = (message: Element) => this.client.send(message);
    for (const body of BODIES) say(element`<message to='${ALICE}' type='chat'><body>${body}</body></message>`);
    const quote = `> ${planted("quote")}\n`;
    const length = String([...quote].length);
    say(
      element`<message to='${ALICE}' type='chat' id='reply'><body>${quote + planted("answer")}</body><reply xmlns='urn:xmpp:reply:0' to='${ALICE}' id='${planted("id")}'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='${length}'/></fallback></message>`,
    );
    say(element`<message to='${ALICE}' type='chat' id='edit'><body>first</body></message>`);
    say(
      element`<message to='${ALICE}' type='chat' id='edited'><body>${planted("edit")}</body><replace xmlns='urn:xmpp:message-correct:0' id='edit'/></message>`,
    );
    say(
      element`<message to='${ALICE}' type='chat' id='react'><reactions xmlns='urn:xmpp:reactions:0' id='edit'><reaction>👍</reaction><reaction>${planted("reaction")}</reaction></reactions></message>`,
    );
    const file = `${this.#origin}/upload/none/a.html`;
    say(
      element`<message to='${ALICE}' type='chat' id='file'><body>${file}</body><file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'><media-type>text/html"onload="hurt=1</media-type><name>${planted("file")}</name><size>7</size></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='${file}'/></sources></file-sharing></message>`,
    );
    say(
      element`<message to='${ALICE}' type='chat' id='script'><body>javascript:hurt=1</body><x xmlns='jabber:x:oob'><url>javascript:hurt=1</url></x></message>`,
    );
    say(
      element`<message to='${ALICE}' type='chat' id='card'><body>https://hill.example/walk</body><Description xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' r:about='https://hill.example/walk'><title xmlns='https://ogp.me/ns#'>${planted("title")}</title><description xmlns='https://ogp.me/ns#'>${planted("description")}</description><site_name xmlns='https://ogp.me/ns#'>${planted("site")}</site_name><image xmlns='https://ogp.me/ns#'>data:image/svg+xml,${planted("image")}</image></Description></message>`,
    );
    await this.client.request("get", xml("ping", NS.ping));
  }

  /** A group that asks Alice in. */
  async plantsGroup(): Promise<void> {
    const place = `${GROUP}/${planted("occupant")}`;
    this.client.send(element`<presence to='${place}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
    await until("mallory is in", () => this.heard.some((stanza) => stanza.attr("from") === place));
    const fields = [
      { name: "muc#roomconfig_roomname", values: [planted("group")] },
      { name: "muc#roomconfig_roomdesc", values: [planted("purpose")] },
      { name: "muc#roomconfig_membersonly", values: ["1"] },
      { name: "muc#roomconfig_whois", values: ["anyone"] },
    ];
    const form = dataForm({ type: "submit", formType: "http://jabber.org/protocol/muc#roomconfig", fields });
    await this.client.request("set", xml("query", NS.mucOwner, null, form), GROUP);
    this.client.send(
      element`<message to='${GROUP}' type='groupchat'><body>${planted("said")}</body></message>`,
      element`<message to='${GROUP}' type='groupchat'><body>${planted("unwanted")}</body></message>`,
      element`<message to='${GROUP}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='${ALICE}'><reason>${planted("reason")}</reason></invite></x></message>`,
    );
  }

  /** @returns the link of an invitation by Alice */
  async isInvited(): Promise<string> {
    const form = await runCommand(this.desk, "urn:yonder:invitation:0", { name: [planted("inviter")] });
    return (form && fieldValue(form, "landing-url")) ?? "";
  }

  async leave(): Promise<void> {
    await Promise.all([this.desk.quit(), this.client.quit()]);
  }
}

/** @returns the form that a command ends with */
async function runCommand(client: RawClient, node: string, values: Readonly<Record<string, readonly string[]>>) {
  const begun = await client.request("set", xml("command", NS.commands, { node, action: "execute" }));
  const sessionid = begun.child("command", NS.commands)?.attr("sessionid");
  const form = dataForm({
    type: "submit",
    fields: Object.entries(values).map(([name, all]) => ({ name, values: all })),
  });
  const done = await client.request("set", xml("command", NS.commands, { node, action: "complete", sessionid }, form));
  if (done.attr("type") !== "result") throw new Error(`${node} is refused`);
  return dataFormIn(done.child("command", NS.commands) ?? done);
}
