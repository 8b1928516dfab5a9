import { carbonOf, type Element, NS, sm, xml } from "@yonder/protocol";
import { until } from "../support/condition.ts";
import { RawClient, type RawClientOptions, type Resumable } from "../support/raw-client.ts";
import type { Address } from "../support/wire.ts";

export const PASSWORD = "correct horse";

export interface VisitorOptions extends Omit<RawClientOptions, keyof Address | "password"> {
  /** Sends no presence. */
  readonly isSilent?: boolean;
}

/** Somebody at one node, with a client that can resume its stream and remembers all that it was given. */
export class Visitor {
  readonly username: string;
  readonly client: RawClient;
  readonly stanzas: Element[] = [];
  /** Why its connection ended: the condition of a stream error, or "without a word". */
  ended: string | undefined;
  /** How many of its stanzas are acknowledged. */
  acknowledged = 0;
  #reason = "without a word";

  private constructor(client: RawClient, username: string) {
    this.client = client;
    this.username = username;
    this.acknowledged = client.handledBefore;
    client.onAcknowledged = (count) => {
      this.acknowledged += count;
    };
    client.onStanza = (stanza) => {
      if (stanza.ns === NS.stream) this.#reason = stanza.firstElement?.name ?? this.#reason;
      else this.stanzas.push(stanza);
    };
    client.onClosed = () => {
      this.ended = this.#reason;
    };
  }

  /** One that resumes sends no presence: it has. */
  static async enter(address: Address, { isSilent = false, ...options }: VisitorOptions): Promise<Visitor> {
    const login = { resource: "desk", hasStreamManagement: "resumable" as const, ...options, ...address };
    const visitor = new Visitor(await RawClient.login({ ...login, password: PASSWORD }), options.username);
    if (!isSilent && !visitor.client.isResumed) visitor.client.announce();
    return visitor;
  }

  get address(): string {
    return `${this.username}@localhost`;
  }

  get messages(): Element[] {
    return this.stanzas.filter((stanza) => stanza.is("message", NS.client) && stanza.attr("type") !== "error");
  }

  /** What was written to it, in the order in which it came. */
  get bodies(): string[] {
    return this.messages.flatMap((message) => message.childText("body") ?? []);
  }

  /** What its other devices wrote or were written, as `sent: …` and `received: …`. */
  get copies(): string[] {
    const carbons = this.messages.flatMap((message) => carbonOf(message, this.address) ?? []);
    return carbons.map(({ kind, stanza }) => `${kind}: ${stanza.childText("body")}`);
  }

  /** Conditions of the errors that came back for messages. */
  get refusals(): string[] {
    const errors = this.stanzas.filter((stanza) => stanza.is("message", NS.client) && stanza.attr("type") === "error");
    return errors.map((stanza) => stanza.child("error")?.firstElement?.name ?? "no condition");
  }

  get resumable(): Resumable {
    const { resumable } = this.client;
    if (!resumable) throw new Error("The node does not resume streams");
    return resumable;
  }

  /** Writes with an origin-id made of the body, and asks for an acknowledgement. */
  write(to: string, ...bodies: string[]): void {
    const recipient = to.includes("@") ? to : `${to}@localhost`;
    this.client.send(...bodies.map((body) => chat(recipient, body)), sm.request());
  }

  /** Of a contact, as the last presence of one of its devices says; undefined: nothing was heard of it. */
  sees(jid: string): "available" | "unavailable" | undefined {
    const last = this.stanzas.findLast((stanza) => stanza.name === "presence" && stanza.attr("from") === jid);
    if (!last) return undefined;
    return last.attr("type") === "unavailable" ? "unavailable" : "available";
  }

  async untilItHas(...bodies: string[]): Promise<void> {
    const hasAll = () => bodies.every((body) => this.bodies.includes(body));
    await until(`${this.username} has what was written`, hasAll, { state: () => this.bodies.join(", ") });
  }

  async untilItSees(jid: string, what: "available" | "unavailable", timeout = 10_000): Promise<void> {
    await until(`${this.username} sees ${jid} ${what}`, () => this.sees(jid) === what, { timeout });
  }
}

export function chat(to: string, body: string): Element {
  const id = body.replaceAll(" ", "-");
  const originId = xml("origin-id", NS.sid, { id });
  return xml("message", NS.client, { to, type: "chat", id }, xml("body", NS.client, null, body), originId);
}

/** So many bodies, told apart by their numbers. */
export function numbered(text: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${text} ${index + 1}`);
}

/** Both see from now on when the other is there. */
export async function befriend(one: Visitor, other: Visitor): Promise<void> {
  for (const [from, to] of [[one, other] as const, [other, one] as const]) {
    from.client.send(xml("presence", NS.client, { to: to.address, type: "subscribe" }));
    from.client.send(xml("presence", NS.client, { to: to.address, type: "subscribed" }));
  }
  await Promise.all([one.untilItSees(jidOf(other), "available"), other.untilItSees(jidOf(one), "available")]);
}

export function jidOf({ address }: Visitor, resource = "desk"): string {
  return `${address}/${resource}`;
}

/** All bodies in a user's archive, oldest first. */
export async function archiveOf(address: Address, username: string, after?: string): Promise<string[]> {
  const reader = await Visitor.enter(address, { username, resource: "archive", isSilent: true });
  const bodies: string[] = [];
  for (let position = after, isComplete = false; !isComplete; ) {
    const page = { max: 250, ...(position === undefined ? {} : { after: position }) };
    const { results, fin } = await reader.client.archivePage(page);
    bodies.push(...results.flatMap(({ stanza }) => stanza.childText("body") ?? []));
    isComplete = fin.isComplete;
    position = fin.page.last ?? position;
  }
  await reader.client.quit();
  return bodies;
}
