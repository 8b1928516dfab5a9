import { type Element, NS, parseElement, serialize, xml } from "@yonder/protocol";
import type { Address } from "../support/wire.ts";
import { BARRIER, ScriptClient } from "./client.ts";
import { type Bindings, fillIn, matchStanza } from "./match.ts";
import type { ClientEntry, Script, Step } from "./script.ts";

/** Where a script is played: which node, and which transport, each of its clients gets. */
export type Stage = (client: ClientEntry, index: number) => Address;

/** Plays a script; `run` sets its accounts apart from those of other runs (see {@link accountsOf}). Throws at the first step that fails. */
export async function play(script: Script, run: string, stage: Stage): Promise<void> {
  const players = new Players(script, run, stage);
  try {
    for (const step of script.steps) await players.perform(step);
  } finally {
    players.leave();
  }
}

/** The usernames that a run of a script needs. */
export function accountsOf(script: Script, run: string): string[] {
  const people = script.clients.filter(({ jid }) => jid.includes("@"));
  return [...new Set(people.map(({ jid }) => setApart(jid, run).split("@")[0] ?? ""))];
}

/** romeo@localhost becomes romeo-RUN@localhost, and rooms are named likewise. */
function setApart(text: string, run: string): string {
  return text.replaceAll(/([a-z]+)@((?:conference\.)?localhost)/g, `$1-${run}@$2`);
}

class Players {
  readonly #script: Script;
  readonly #run: string;
  readonly #stage: Stage;
  readonly #clients = new Map<string, ScriptClient>();
  /** Full JIDs of those who have a resource bound, by name. */
  readonly #bound = new Map<string, string>();
  #bindings: Bindings = new Map();
  #barriers = 0;

  constructor(script: Script, run: string, stage: Stage) {
    this.#script = script;
    this.#run = run;
    this.#stage = stage;
  }

  async perform(step: Step): Promise<void> {
    try {
      await this.#act(step);
    } catch (error) {
      throw new Error(`line ${step.line}: ${step.client} ${step.action}: ${messageOf(error)}`, { cause: error });
    }
  }

  leave(): void {
    for (const client of this.#clients.values()) client.cut();
  }

  async #act(step: Step): Promise<void> {
    if (step.action === "connects") return this.#connect(step.client, true);
    if (step.action === "authenticates") return this.#connect(step.client, false);
    if (step.action === "signs in with") return this.#signIn(step);
    const client = this.#clients.get(step.client);
    if (!client) throw new Error("is not connected");
    switch (step.action) {
      case "sends":
        for (const stanza of this.#stanzasOf(step, fillIn)) client.send(stanza);
        return;
      case "receives":
        for (const expected of this.#stanzasOf(step)) await this.#receive(client, [expected]);
        return;
      case "receives in any order":
        return this.#receiveAll(client, this.#stanzasOf(step));
      case "receives nothing":
        return this.#receiveNothing(step.client, client);
      default:
        return this.#part(step, client);
    }
  }

  async #connect(name: string, isBinding: boolean): Promise<void> {
    const index = this.#script.clients.findIndex((client) => client.name === name);
    const entry = this.#script.clients[index];
    if (!entry) throw new Error("is not in the script");
    if (entry.secret !== undefined) {
      this.#clients.set(name, await ScriptClient.component(this.#stage(entry, index), entry.jid, entry.secret));
      return;
    }
    const [account = "", resource = ""] = setApart(entry.jid, this.#run).split("/");
    if (!account.includes("@")) {
      const visitor = await ScriptClient.visit(this.#stage(entry, index), account);
      this.#clients.set(name, visitor);
      return visitor.bind(resource);
    }
    const client = await ScriptClient.authenticate(this.#stage(entry, index), account.split("@")[0] ?? "");
    this.#clients.set(name, client);
    if (!isBinding) return;
    await client.bind(resource);
    this.#bound.set(name, `${account}/${resource}`);
  }

  async #signIn(step: Step): Promise<void> {
    const index = this.#script.clients.findIndex((client) => client.name === step.client);
    const entry = this.#script.clients[index];
    const [authenticate] = this.#stanzasOf(step, fillIn);
    if (!entry || !authenticate) throw new Error("is not in the script, or says nothing");
    const [account = ""] = setApart(entry.jid, this.#run).split("/");
    const [username = "", domain] = account.split("@");
    const stage = this.#stage(entry, index);
    const client = await (domain === undefined
      ? ScriptClient.comeIn(stage, account, authenticate)
      : ScriptClient.signIn(stage, username, authenticate));
    this.#clients.set(step.client, client);
    if (domain !== undefined && client.address?.includes("/")) this.#bound.set(step.client, client.address);
  }

  async #part({ action, client: name }: Step, client: ScriptClient): Promise<void> {
    this.#bound.delete(name);
    if (action === "loses the connection") return client.cut();
    if (action === "disconnects") return client.close();
    const next = await client.next();
    if (next) throw new Error(`received\n${serialize(next, NS.client)}`);
  }

  #stanzasOf({ xml: text }: Step, prepare: (text: string, bindings: Bindings) => string = (it) => it): Element[] {
    const prepared = prepare(setApart(text, this.#run), this.#bindings);
    return parseElement(`<script xmlns='${NS.client}'>${prepared}</script>`).elements();
  }

  async #receiveAll(client: ScriptClient, expected: Element[]): Promise<void> {
    const open = [...expected];
    while (open.length > 0) open.splice(await this.#receive(client, open), 1);
  }

  /** The next stanza is one of those expected; returns which. */
  async #receive(client: ScriptClient, expected: readonly Element[]): Promise<number> {
    const actual = await client.next();
    if (!actual) throw new Error("the stream ended");
    const reasons: string[] = [];
    for (const [index, candidate] of expected.entries()) {
      const result = matchStanza(candidate, actual, this.#bindings);
      if (result.kind === "mismatch") reasons.push(result.reason);
      else {
        this.#bindings = result.bindings;
        return index;
      }
    }
    throw new Error(`${reasons.join("; ")}\nreceived ${serialize(actual, NS.client)}`);
  }

  /**
   * All who are here send this client a barrier: whatever they sent it before, or caused to be sent, comes before that.
   */
  async #receiveNothing(name: string, client: ScriptClient): Promise<void> {
    const to = this.#bound.get(name);
    const awaited = new Set<string>();
    for (const sender of this.#bound.keys()) {
      const id = `${BARRIER}${++this.#barriers}`;
      this.#clients.get(sender)?.send(xml("message", NS.client, { to, id, type: "headline" }));
      awaited.add(id);
    }
    while (awaited.size > 0) {
      const next = await client.next();
      if (!awaited.delete(next?.attr("id") ?? ""))
        throw new Error(`received ${next ? serialize(next, NS.client) : "the end"}`);
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
