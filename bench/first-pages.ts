// node bench/first-pages.ts: how soon a node answers with a roster of 5,000, a page of an archive of 1,000,000 messages, and a room with 2,000 people in it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Element, mamQuery, NS, xml } from "@yonder/protocol";
import { deriveCredentials } from "../packages/server/src/store/credentials.ts";
import { openSqliteStore } from "../packages/server/src/store/sqlite/open-store.ts";
import type { Store } from "../packages/server/src/store/store.ts";
import { RawClient } from "../test/support/raw-client.ts";
import { startYonder, type Yonder } from "../test/support/yonder.ts";
import { cpuMicroseconds } from "./process-cost.ts";
import { record } from "./record.ts";

const CONTACTS = 5_000;
const MESSAGES = 1_000_000;
const OCCUPANTS = 2_000;
const ROUNDS = 21;
const AT_ONCE = 256;
const LOGINS_AT_ONCE = 16;
const LIMIT_MS = 50;
const PASSWORD = "correct horse";
const SETTLING_MS = 500;
const FORM = "jabber:x:data";
const ROOM = "square@conference.localhost";

const folder = mkdtempSync(join(tmpdir(), "yonder-first-pages-"));
await fill(join(folder, "data"));
const node = await startYonder({
  dataDir: join(folder, "data"),
  env: { YONDER_LIMITS_CONNECTIONS_PER_ADDRESS: "5000" },
});
const figures: Record<string, number> = {};
/** Of the node, for one and its undoing, in milliseconds. */
const cpu: Record<string, number> = {};
const alice = await login(node, "alice");
await untilQuiet();
await measure("roster of 5,000", () => alice.request("get", xml("query", NS.roster)));
await measure("newest 50 of 1,000,000 messages", () => alice.archivePage({ max: 50, before: "" }));
await measure("oldest 50 of 1,000,000 messages", () => alice.request("set", mamQuery({ page: { max: 50 } })));
const occupants = await fillRoom(node);
await measure("room of 2,000, first of the people in it", () => enter(alice, "alice", () => true), leave);
await measure("room of 2,000, all of them", () => enter(alice, "alice"), leave);
for (const [name, ms] of Object.entries(figures))
  console.log(`${ms.toFixed(1).padStart(8)} ms  ${name} (${cpu[name]?.toFixed(1)} ms of CPU)`);
for (const client of [alice, ...occupants]) client.cut();
await node.stop();
rmSync(folder, { recursive: true });

record("first-pages", { ms: figures, cpu });
const firsts = Object.entries(figures).filter(([name]) => !name.endsWith("all of them"));
process.exitCode = firsts.every(([, ms]) => ms < LIMIT_MS) ? 0 : 1;

/** Accounts, a roster and an archive, put into the store directly. */
async function fill(data: string): Promise<void> {
  const store = await openSqliteStore({ folder: data, role: "node" });
  const keys = await deriveCredentials(PASSWORD, 4096);
  const names = ["alice", "bob", ...Array.from({ length: OCCUPANTS }, (_, i) => `user${i}`)];
  await store.accounts.addMany(names.map((username) => ({ username, keys })));
  const [owner, bob] = [await idOf(store, "alice"), await idOf(store, "bob")];
  for (let i = 0; i < CONTACTS; i++)
    await store.roster.change(owner, `contact${i}@example.org`, {
      kind: "set",
      name: `Contact ${i}`,
      groups: ["Everybody"],
    });
  for (let sent = 0; sent < MESSAGES; sent += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => accept(store, bob, `m${sent + i}`)));
  await store.close();
}

async function idOf(store: Store, username: string): Promise<number> {
  const account = await store.accounts.find(username);
  if (!account) throw new Error(`no ${username}`);
  return account.id;
}

function accept(store: Store, from: number, id: string): Promise<unknown> {
  const body = "The quick brown fox jumps over the lazy dog, sixty-four bytes...";
  const stanza = `<message to='alice@localhost' type='chat' id='${id}' from='bob@localhost/phone'><body>${body}</body></message>`;
  const peers = { senderPeer: "alice@localhost", recipientPeer: "bob@localhost" };
  return store.archive.accept({ from, toUsername: "alice", ...peers, xml: stanza, originId: id, isPending: false });
}

function login({ ports }: Yonder, username: string): Promise<RawClient> {
  return RawClient.login({ transport: "tcp", port: ports.c2s, username, password: PASSWORD });
}

async function fillRoom(node: Yonder): Promise<RawClient[]> {
  const founder = await login(node, "user0");
  await enter(founder, "user0");
  const settings = { FORM_TYPE: "http://jabber.org/protocol/muc#roomconfig", "muc#roomconfig_maxusers": "5000" };
  const fields = Object.entries(settings).map(([name, value]) =>
    xml("field", FORM, { var: name }, xml("value", FORM, null, value)),
  );
  const query = xml("query", NS.mucOwner, null, xml("x", FORM, { type: "submit" }, ...fields));
  founder.send(xml("iq", NS.client, { type: "set", id: "settings", to: ROOM }, query));
  const clients = [founder];
  for (let i = 1; i < OCCUPANTS; i += LOGINS_AT_ONCE) {
    const count = Math.min(LOGINS_AT_ONCE, OCCUPANTS - i);
    const names = Array.from({ length: count }, (_, k) => `user${i + k}`);
    const some = await Promise.all(names.map((name) => login(node, name)));
    await Promise.all(some.map((client, k) => enter(client, names[k] ?? "")));
    clients.push(...some);
  }
  return clients;
}

/** Until the room has told everything, the newcomer itself being the last (XEP-0045 §7.1). */
function enter(client: RawClient, nick: string, isEnough = isSelf): Promise<void> {
  return new Promise((resolve, reject) => {
    client.onStanza = (stanza) => {
      if (!stanza.is("presence", NS.client)) return;
      if (stanza.attr("type") === "error") reject(new Error(`${nick} is not let in: ${stanza.child("error")?.text}`));
      if (isEnough(stanza)) resolve();
    };
    client.send(xml("presence", NS.client, { to: `${ROOM}/${nick}` }, xml("x", NS.muc)));
  });
}

/** The archive's index is put in order behind a million messages: until that is done, or has had its time. */
async function untilQuiet(): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const before = cpuMicroseconds(node.pid);
    await delay(SETTLING_MS);
    if (cpuMicroseconds(node.pid) - before < SETTLING_MS * 20) return;
  }
}

function leave(): Promise<void> {
  return new Promise((resolve) => {
    alice.onStanza = (stanza) => {
      if (stanza.attr("type") === "unavailable" && isSelf(stanza)) resolve();
    };
    alice.send(xml("presence", NS.client, { to: `${ROOM}/alice`, type: "unavailable" }));
  });
}

function isSelf(presence: Element): boolean {
  const statuses = presence.child("x", NS.mucUser)?.elements() ?? [];
  return statuses.some((status) => status.name === "status" && status.attr("code") === "110");
}

/** The median of all rounds, and the mean of what they cost. */
async function measure(name: string, act: () => Promise<unknown>, undo?: () => Promise<void>): Promise<void> {
  const times: number[] = [];
  const before = cpuMicroseconds(node.pid);
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
    await undo?.();
    // Until those who hear of it have heard: they are read by this process too.
    if (undo) await delay(SETTLING_MS);
  }
  figures[name] = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  cpu[name] = (cpuMicroseconds(node.pid) - before) / ROUNDS / 1_000;
}
