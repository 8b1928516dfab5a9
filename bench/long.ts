// node bench/long.ts: how the web app fares with much: a long conversation, many of them, a flood of messages, a large group. CPU times of its main thread: waiting for other programs does not count.
import { parseArgs } from "node:util";
import { NS, xml } from "@yonder/protocol";
import type { Locator } from "playwright-core";
import { ChatPartner } from "../test/support/chat-partner.ts";
import { openBrowser } from "../test/support/chromium.ts";
import { RawClient } from "../test/support/raw-client.ts";
import { startYonder } from "../test/support/yonder.ts";
import { record } from "./record.ts";
import { fillArchive, longHistory, storedConversations, storedLines } from "./web/long-history.ts";
import { traced, type Work } from "./web/main-thread.ts";
import { type Figures, figuresOf, read, sizeOf, ways } from "./web/reading.ts";
import { type Account, Village } from "./web/village.ts";

const { values: options } = parseArgs({
  options: {
    messages: { type: "string", default: "50000" },
    /** Of these, on the device. */
    stored: { type: "string", default: "50000" },
    conversations: { type: "string", default: "2000" },
    seconds: { type: "string", default: "10" },
    only: { type: "string", default: "" },
    record: { type: "boolean", default: false },
  },
});
const PASSWORD = "correct horse";
const OTHERS = Array.from({ length: 30 }, (_, n) => `other${n}`);
const VILLAGERS = Array.from({ length: 200 }, (_, n) => `villager${n}`);
const MEMBERS = 2_000;
const number = (name: "messages" | "stored" | "conversations" | "seconds") => Number(options[name]);
const results: { app: string; circumstances: string; runs: Figures[] }[] = [];

const yonder = await startYonder({ env: { YONDER_RATE_LIMITS: "off" } });
await yonder.users(["alice", "bob", ...OTHERS, ...VILLAGERS].map(account));
await yonder.stop();
const lines = longHistory(number("messages"));
fillArchive(yonder.dataDir, "alice", "bob", lines);
await yonder.restart();
const { page, context, close } = await openBrowser({ locale: "en-GB" });
const client = await context.newCDPSession(page);
await client.send("Performance.enable");
try {
  await signIn();
  await conversations();
  await opening();
  for (const [name, way] of Object.entries(ways)) await reading(name, way);
  await floods();
  await longText();
  await group();
} finally {
  await close();
  await yonder.stop();
}
if (options.record) record("long", { results });

function bobsRow(): Locator {
  return page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /bob/i }).first();
}

/** Alice has so much on her device. */
async function signIn(): Promise<void> {
  await page.goto(yonder.origin);
  await page.getByLabel("Address", { exact: true }).fill("alice@localhost");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await bobsRow().waitFor();
  await page.waitForTimeout(1_500);
  await store("messages", storedLines("bob@localhost", lines.slice(-number("stored"))));
  await store("conversations", storedConversations(number("conversations")));
}

async function store(table: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 5_000)
    await page.evaluate(
      `new Promise((resolve, reject) => {
        const opened = indexedDB.open("yonder");
        opened.onsuccess = () => {
          const writing = opened.result.transaction("${table}", "readwrite");
          for (const row of ${JSON.stringify(rows.slice(from, from + 5_000))}) writing.objectStore("${table}").put(row);
          writing.oncomplete = () => { opened.result.close(); resolve(); };
          writing.onerror = reject;
        };
        opened.onerror = reject;
      })`,
    );
}

async function conversations(): Promise<void> {
  await scenario(`the list of ${options.conversations} conversations`, async () => {
    await page.reload();
    await bobsRow().waitFor();
    await page.waitForTimeout(1_500);
  });
}

async function opening(): Promise<void> {
  await scenario(
    `a conversation of ${options.stored} stored messages is opened`,
    async () => {
      await bobsRow().click();
      await page.locator(".bubble").first().waitFor();
      await page.waitForTimeout(1_000);
    },
    true,
  );
}

async function reading(name: string, way: (typeof ways)[string]): Promise<void> {
  if (!isWanted(name)) return;
  await page.getByRole("log").hover();
  await page.getByRole("log").focus();
  const { figures, work } = await read(page, client, way, number("seconds") * 1_000);
  note(`${options.messages} messages, ${name}`, figures, work);
}

/** Bob says a thousand things at once, where one looks, then thirty people ten each, where nobody does. */
async function floods(): Promise<void> {
  const bob = await RawClient.login({ transport: "tcp", port: yonder.ports.c2s, username: "bob", password: PASSWORD });
  await page
    .getByRole("button", { name: "Jump to the newest" })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await scenario("1,000 messages at once in the open conversation", async () => {
    for (let n = 1; n <= 1_000; n++) bob.send(said(`Flood ${n}.`));
    await page.locator(".bubble", { hasText: "Flood 1000." }).waitFor();
  });
  await bob.quit();
  const others = await Promise.all(
    OTHERS.map((name) => ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, name, PASSWORD)),
  );
  await scenario("300 messages at once in 30 others", async () => {
    for (let n = 1; n <= 10; n++) for (const other of others) other.says("alice@localhost", `News ${n}.`);
    await page
      .locator(".row", { hasText: "News 10." })
      .nth(OTHERS.length - 1)
      .waitFor();
  });
  for (const other of others) await other.leave();
}

async function longText(): Promise<void> {
  const bob = await RawClient.login({ transport: "tcp", port: yonder.ports.c2s, username: "bob", password: PASSWORD });
  await scenario("a message of 60,000 characters", async () => {
    bob.send(
      said(`${"A line of a long message, *of which* there are many: https://example.org/.\n".repeat(800)}The end.`),
    );
    await page.getByRole("button", { name: "Read on" }).waitFor();
    await page.waitForTimeout(500);
  });
  await bob.quit();
}

async function group(): Promise<void> {
  if (!isWanted("a group of 2,000")) return;
  const village = new Village(yonder.ports.c2s, page, VILLAGERS.map(account));
  await village.found(account("alice"), MEMBERS);
  await scenario("into a group of 2,000 come 200", () => village.fill());
  await scenario("in a group of 2,000 say 200 something at once", () => village.talk());
  await scenario("a group of 2,000 is opened", () => village.open());
  await scenario("a group of 2,000 shows all its members", () => village.showMembers());
  await village.leave();
}

function account(name: string): Account {
  return { name, password: PASSWORD };
}

function said(body: string) {
  const message = { to: "alice@localhost", type: "chat", id: crypto.randomUUID() };
  return xml("message", NS.client, message, xml("body", NS.client, null, body));
}

async function scenario(name: string, action: () => Promise<unknown>, isAlways = false): Promise<void> {
  if (!isWanted(name)) return isAlways ? void (await action()) : undefined;
  const work = await traced(client, action);
  note(name, { ...figuresOf(work), ...(await sizeOf(client)) }, work);
}

function isWanted(name: string): boolean {
  return new RegExp(options.only).test(name);
}

function note(circumstances: string, figures: Figures, { longest }: Work): void {
  results.push({ app: "Yonder", circumstances, runs: [figures] });
  console.log(`\n${circumstances}`);
  for (const [name, value] of Object.entries(figures))
    console.log(`  ${name.padEnd(40)}${value.toFixed(1).padStart(10)}`);
  for (const line of longest) console.log(`    ${line}`);
}
