import { dataForm, type Element, mamQuery, mamResultOf, NS, stanzaIdOf, xml } from "@yonder/protocol";
import { afterEach, expect, test } from "vitest";
import { type Cluster, type ClusterNode, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";

const missing = missingForCluster();
const password = "correct horse";
const room = "coven@conference.localhost";
let cluster: Cluster | undefined;

afterEach(() => cluster?.stop());

/** Somebody in the room, who talks and listens. */
class Talker {
  readonly name: string;
  readonly heard: { readonly body: string; readonly id: string }[] = [];
  /** Who came and went. */
  readonly seen: string[] = [];
  readonly errors: string[] = [];
  /** Of the messages: the presence with which the room was entered does not count. */
  acknowledged = -1;
  sent = 0;
  #talking: NodeJS.Timeout | undefined;
  #client: RawClient;

  private constructor(name: string, client: RawClient) {
    this.name = name;
    this.#client = client;
    this.#listen();
  }

  static async arrive(name: string, node: ClusterNode): Promise<Talker> {
    const options = { username: name, password, resource: "pda", hasStreamManagement: "resumable" } as const;
    const client = await RawClient.login({ ...options, ...node.address("tcp") });
    const talker = new Talker(name, client);
    client.send(xml("presence", NS.client, { to: `${room}/${name}` }, xml("x", NS.muc)));
    await until(`${name} is in the room`, () => talker.seen.includes(`+${name}`));
    return talker;
  }

  /** Makes the room what it is to be. */
  async configure(): Promise<void> {
    const form = dataForm({ type: "submit", fields: [] });
    await this.#client.request("set", xml("query", NS.mucOwner, null, form), room);
  }

  talk(): void {
    this.#talking = setInterval(() => this.say(`${this.name} ${this.sent}`), 40);
  }

  say(body: string): void {
    this.sent += 1;
    const id = `${this.name}-${this.sent}`;
    const text = xml("body", NS.client, null, body);
    this.#client.send(xml("message", NS.client, { to: room, type: "groupchat", id }, text), xml("r", NS.sm));
  }

  /** Says no more, and asks what was handled of what it said. */
  hush(): void {
    clearInterval(this.#talking);
    this.#client.send(xml("r", NS.sm));
  }

  /** Loses the connection and goes on at another node; what it said and was not heard it says again. */
  async moveTo(node: ClusterNode): Promise<void> {
    const previous = this.#client.resumable;
    this.#client.cut();
    const options = { username: this.name, password, resource: "pda", hasStreamManagement: "resumable" } as const;
    this.#client = await RawClient.login({ ...options, ...node.address("tcp"), previous });
    expect(this.#client.isResumed).toBe(true);
    this.acknowledged += this.#client.handledBefore;
    this.#listen();
  }

  #listen(): void {
    this.#client.onStanza = (stanza) => this.#hear(stanza);
    this.#client.onAcknowledged = (count) => {
      this.acknowledged += count;
    };
  }

  /** The bodies of the whole archive of the room, oldest first. */
  async archive(): Promise<string[]> {
    const bodies: string[] = [];
    for (let after: string | undefined; ; ) {
      const results: Element[] = [];
      const hear = this.#client.onStanza;
      this.#client.onStanza = (stanza) => (mamResultOf(stanza) ? results.push(stanza) : hear(stanza));
      await this.#client.request("set", mamQuery({ page: { max: 250, after } }), room);
      this.#client.onStanza = hear;
      const found = results.map((stanza) => mamResultOf(stanza));
      bodies.push(...found.map((result) => result?.stanza.childText("body") ?? ""));
      after = found.at(-1)?.id;
      if (found.length < 250) return bodies;
    }
  }

  leave(): Promise<unknown> {
    this.hush();
    return this.#client.quit();
  }

  #hear(stanza: Element): void {
    const nick = (stanza.attr("from") ?? "").split("/")[1] ?? "";
    if (stanza.attr("type") === "error") this.errors.push(`${stanza.name} ${stanza.attr("id")}`);
    else if (stanza.name === "presence") this.seen.push(`${stanza.attr("type") === "unavailable" ? "-" : "+"}${nick}`);
    else if (stanza.childText("body") !== undefined)
      this.heard.push({ body: stanza.childText("body") ?? "", id: stanzaIdOf(stanza, room) ?? "" });
  }
}

async function openRoom(env: Record<string, string> = {}) {
  const opened = await startCluster({ env: { YONDER_PASSWORD_ITERATIONS: "4096", YONDER_RATE_LIMITS: "off", ...env } });
  cluster = opened;
  const names = ["alice", "bob", "carol"];
  await opened.users(names.map((name) => ({ name, password })));
  // The room lives where the first one comes.
  const alice = await Talker.arrive("alice", opened.node(0));
  await alice.configure();
  const bob = await Talker.arrive("bob", opened.node(1));
  const carol = await Talker.arrive("carol", opened.node(2));
  return { opened, alice, bob, carol };
}

/** All that they were told: once, in the order of the archive, and nothing that the server had acknowledged is missing. */
async function expectWhole(talkers: readonly Talker[], silenced: readonly Talker[] = []): Promise<void> {
  for (const talker of talkers) talker.hush();
  await until("everything sent is acknowledged", () =>
    talkers.every(({ sent, acknowledged }) => acknowledged === sent),
  );
  const [first] = talkers;
  if (!first) return;
  const archived = await first.archive();
  await until("everything kept was heard", () => talkers.every(({ heard }) => heard.at(-1)?.body === archived.at(-1)), {
    state: () =>
      JSON.stringify(talkers.map(({ heard }) => [heard.length, heard.at(-1)])) + archived.length + archived.at(-1),
  });
  for (const { name, heard, errors } of talkers) {
    expect(errors, name).toEqual([]);
    const bodies = heard.map(({ body }) => body);
    expect(bodies, name).toEqual(archived.slice(archived.length - bodies.length));
    expect(new Set(bodies).size, name).toBe(bodies.length);
  }
  for (const { name, sent } of talkers) {
    const own = archived.filter((body) => body.startsWith(`${name} `));
    expect(own).toEqual(Array.from({ length: sent }, (_, n) => `${name} ${n}`));
  }
  for (const { name, acknowledged } of silenced) {
    const own = archived.filter((body) => body.startsWith(`${name} `));
    expect(own.length, name).toBeGreaterThanOrEqual(acknowledged);
  }
}

test.skipIf(missing)(
  named(
    "the node that keeps a room is killed: the others talk on, nobody enters anew, nothing acknowledged is lost",
    missing,
  ),
  async () => {
    const { opened, alice, bob, carol } = await openRoom();
    for (const talker of [alice, bob, carol]) talker.talk();
    await until("they talk", () => carol.heard.length > 60);
    await opened.node(0).kill();
    alice.hush();
    const count = carol.heard.length;
    await until("they talk again", () => carol.heard.length > count + 60 && bob.heard.length > count + 60, {
      timeout: 20_000,
    });
    await expectWhole([bob, carol], [alice]);
    await until("who died with the node is gone", () => bob.seen.includes("-alice") && carol.seen.includes("-alice"));
    expect([...bob.seen, ...carol.seen].filter((it) => it === "-bob" || it === "-carol")).toEqual([]);
    await Promise.all([bob.leave(), carol.leave()]);
  },
  120_000,
);

test.skipIf(missing)(
  named("the node that keeps a room is stopped in order: another one keeps it, and nobody notices", missing),
  async () => {
    const { opened, alice, bob, carol } = await openRoom();
    for (const talker of [bob, carol]) talker.talk();
    await until("they talk", () => carol.heard.length > 40);
    await alice.leave();
    await opened.node(0).stop();
    const count = carol.heard.length;
    await until("they talk on", () => carol.heard.length > count + 40);
    await expectWhole([bob, carol]);
    await Promise.all([bob.leave(), carol.leave()]);
  },
  120_000,
);

test.skipIf(missing)(
  named("a node that stands still while others keep its room finds that it keeps it no longer", missing),
  async () => {
    const { opened, alice, bob, carol } = await openRoom();
    for (const talker of [bob, carol]) talker.talk();
    await until("they talk", () => carol.heard.length > 40);
    opened.node(0).freeze();
    const count = carol.heard.length;
    await until("they talk again", () => carol.heard.length > count + 40, { timeout: 20_000 });
    opened.node(0).thaw();
    const later = carol.heard.length;
    await until("they talk on", () => carol.heard.length > later + 60);
    await expectWhole([bob, carol]);
    await Promise.all([bob.leave(), carol.leave(), alice.leave()]);
  },
  120_000,
);

test.skipIf(missing)(
  named("somebody whose connection moves to another node stays in the room, and misses nothing", missing),
  async () => {
    const { opened, alice, bob, carol } = await openRoom();
    carol.talk();
    await until("carol talks", () => bob.heard.length > 20);
    await bob.moveTo(opened.node(2));
    const count = bob.heard.length;
    await until("bob hears her there", () => bob.heard.length > count + 20);
    bob.say("bob 0");
    await expectWhole([bob, carol, alice]);
    expect(carol.seen.filter((it) => it === "-bob")).toEqual([]);
    await Promise.all([alice.leave(), bob.leave(), carol.leave()]);
  },
  120_000,
);
