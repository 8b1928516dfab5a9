import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect } from "vitest";
import { until } from "../support/condition.ts";
import { can } from "./capability.ts";
import { importClient, missingPackages } from "./package-of-client.ts";
import { LOBBY, type Stage, setStage } from "./stage.ts";

/** What of stanza is used here. */
interface StanzaJs {
  createClient(options: {
    jid: string;
    password: string;
    resource: string;
    transports: { websocket: string };
    autoReconnect: boolean;
  }): StanzaClient;
}

interface Message {
  readonly from?: string;
  readonly body?: string;
}

interface StanzaClient {
  readonly sm: { readonly started: boolean };
  on(event: "message" | "groupchat" | "available", listener: (message: Message & { show?: string }) => void): void;
  on(event: "session:started" | "disconnected", listener: () => void): void;
  connect(): void;
  disconnect(): void;
  sendPresence(presence?: { to?: string; type?: string }): void;
  sendMessage(message: { to: string; body: string; type?: string }): void;
  updateRosterItem(item: { jid: string; name: string }): Promise<unknown>;
  subscribe(jid: string): void;
  joinRoom(room: string, nick: string): Promise<unknown>;
  searchHistory(options: { with: string }): Promise<{
    results?: readonly { item: { message?: Message } }[];
  }>;
  getUploadSlot(
    service: string,
    request: { name: string; size: number; mediaType: string },
  ): Promise<{ upload: { url: string }; download: string }>;
}

const missing = missingPackages();
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

async function login(port = stage.yonder.ports.http) {
  const { createClient } = await importClient<StanzaJs>("stanza");
  const alice = createClient({
    jid: "alice@localhost",
    password: stage.password,
    resource: "stanza",
    transports: { websocket: `ws://localhost:${port}/xmpp-websocket` },
    autoReconnect: true,
  });
  const [heard, seen]: [Message[], (Message & { show?: string })[]] = [[], []];
  alice.on("message", (message) => heard.push(message));
  alice.on("available", (presence) => seen.push(presence));
  await new Promise<void>((resolve) => {
    alice.on("session:started", resolve);
    alice.connect();
  });
  alice.sendPresence();
  const hears = (body: string) =>
    until(`stanza hears ${body}`, () => heard.find((message) => message.body === body), {
      state: () => JSON.stringify(heard),
    });
  const leave = () =>
    new Promise<void>((resolve) => {
      alice.on("disconnected", resolve);
      alice.disconnect();
    });
  return { alice, seen, hears, leave };
}

can("stanza", ["logs in", "chats both ways"], missing, async () => {
  const { alice, hears, leave } = await login();
  alice.sendMessage({ to: "bob@localhost", body: "written in stanza", type: "chat" });
  await stage.bob.hears("written in stanza");
  stage.bob.says("alice@localhost", "heard you, stanza");
  await hears("heard you, stanza");
  await leave();
});

can("stanza", ["edits its roster", "sees presence"], missing, async () => {
  const { alice, seen, leave } = await login();
  await alice.updateRosterItem({ jid: "bob@localhost", name: "Bob" });
  await stage.rosterHas("bob@localhost", "Bob");
  alice.subscribe("bob@localhost");
  await until("stanza sees Bob", () => seen.some(({ from }) => from === "bob@localhost/partner"));
  stage.bob.shows("dnd");
  await until("stanza sees that Bob is busy", () => seen.some(({ show }) => show === "dnd"));
  await leave();
});

can("stanza", ["joins a room"], missing, async () => {
  const { alice, hears, leave } = await login();
  await alice.joinRoom(LOBBY, "stanza");
  alice.sendMessage({ to: LOBBY, body: "hello, lobby", type: "groupchat" });
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, stanza");
  await hears("welcome, stanza");
  await leave();
});

can("stanza", ["reads history"], missing, async () => {
  const { alice, leave } = await login();
  alice.sendMessage({ to: "bob@localhost", body: "for the archive", type: "chat" });
  await stage.bob.hears("for the archive");
  const { results = [] } = await alice.searchHistory({ with: "bob@localhost" });
  expect(results.map(({ item }) => item.message?.body)).toContain("for the archive");
  await leave();
});

can("stanza", ["uploads a file"], missing, async () => {
  const { alice, leave } = await login();
  const content = readFileSync(stage.file("sent by stanza"));
  const request = { name: "greeting.txt", size: content.length, mediaType: "text/plain" };
  const slot = await alice.getUploadSlot("upload.localhost", request);
  await fetch(slot.upload.url, { method: "PUT", body: content, headers: { "content-type": "text/plain" } });
  expect(await (await fetch(slot.download)).text()).toBe("sent by stanza");
  await leave();
});

can("stanza", ["resumes a stream"], missing, async () => {
  const { alice, hears, leave } = await login(stage.lines.http.port);
  await until("stanza manages its stream", () => alice.sm.started);
  await stage.interrupt(stage.lines.http);
  stage.bob.says("alice@localhost", "still there?");
  await hears("still there?");
  await leave();
});
