import { afterAll, beforeAll, expect } from "vitest";
import { type Browser, chromiumPath, openBrowser } from "../support/chromium.ts";
import { missingPrograms } from "../support/programs.ts";
import { type StaticServer, serveFolder } from "../support/static-server.ts";
import { can } from "./capability.ts";
import { clientModules, missingPackages } from "./package-of-client.ts";
import { LOBBY, type Stage, setStage } from "./stage.ts";

/** What of Strophe's globals is used in the page. */
declare const Strophe: {
  Connection: new (service: string) => Connection;
  Status: { CONNECTED: number; AUTHFAIL: number; CONNFAIL: number; DISCONNECTED: number };
};
/** Builds a stanza. */
declare const $build: (name: string, attrs: object) => Builder;
interface Builder {
  c(name: string, attrs?: object): Builder;
  t(text: string): Builder;
  up(): Builder;
}
interface Connection {
  connect(jid: string, password: string, callback: (status: number) => void): void;
  addHandler(handler: (stanza: Element) => boolean, ns: null, name: string): void;
  send(stanza: Builder): void;
  sendIQ(iq: Builder, onResult: (iq: Element) => void, onError: (iq: Element | null) => void): void;
  disconnect(): void;
}
interface Element {
  readonly outerHTML: string;
}

/** What a test wants sent: a name, attributes, and what is in it. */
interface Wish {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly content: readonly (string | Wish)[];
}

function wish(name: string, attrs: Wish["attrs"], ...content: Wish["content"]): Wish {
  return { name, attrs, content };
}

const missing = missingPackages() ?? missingPrograms(chromiumPath);
const page = "<!doctype html><title>Strophe</title><script src='/strophe.js/dist/strophe.umd.min.js'></script>";
let [stage, site, browser]: [Stage, StaticServer, Browser] = [
  undefined as never,
  undefined as never,
  undefined as never,
];

beforeAll(async () => {
  if (missing) return;
  site = await serveFolder(clientModules, { "/": page });
  stage = await setStage({ env: { YONDER_ORIGINS: site.origin } });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stage?.end();
  site?.close();
});

const ways = {
  WebSocket: (port: number) => `ws://localhost:${port}/xmpp-websocket`,
  HTTP: (port: number) => `http://localhost:${port}/http-bind`,
} as const;

async function login(way: keyof typeof ways = "WebSocket"): Promise<void> {
  await browser.page.goto(site.origin);
  const status = await browser.page.evaluate(logIn, ways[way](stage.yonder.ports.http));
  expect(status, browser.complaints.join("\n")).toBe("connected");
  await send(wish("presence", {}));
}

const send = (stanza: Wish): Promise<void> => browser.page.evaluate(sendStanza, stanza);
/** Its answer, as text. */
const ask = (iq: Wish): Promise<string> => browser.page.evaluate(sendIq, iq);
const hears = async (text: string): Promise<void> => {
  await browser.page.waitForFunction(
    (wanted) => (globalThis as unknown as Page).heard.some((stanza) => stanza.includes(wanted)),
    text,
  );
};

for (const way of ["WebSocket", "HTTP"] as const) {
  can(
    "Strophe.js",
    ["logs in", "chats both ways"],
    missing,
    async () => {
      await login(way);
      for (let round = 1; round <= 3; round++) {
        const text = `${round}, written in Strophe over ${way}`;
        await send(wish("message", { to: "bob@localhost", type: "chat" }, wish("body", {}, text)));
        await stage.bob.hears(text);
        stage.bob.says("alice@localhost", `${round}, heard you over ${way}, Strophe`);
        await hears(`${round}, heard you over ${way}, Strophe`);
      }
      expect(await browser.page.evaluate(logOut)).toBe("disconnected");
    },
    `${way}, on a page of another origin`,
  );
}

can("Strophe.js", ["edits its roster", "sees presence"], missing, async () => {
  await login();
  const item = wish("item", { jid: "bob@localhost", name: "Bob" });
  await ask(wish("iq", { type: "set", id: "roster" }, wish("query", { xmlns: "jabber:iq:roster" }, item)));
  await stage.rosterHas("bob@localhost", "Bob");
  await send(wish("presence", { to: "bob@localhost", type: "subscribe" }));
  await hears("bob@localhost/partner");
  stage.bob.shows("dnd");
  await hears("<show>dnd</show>");
  await browser.page.evaluate(logOut);
});

can("Strophe.js", ["joins a room"], missing, async () => {
  await login();
  await send(wish("presence", { to: `${LOBBY}/strophe` }, wish("x", { xmlns: "http://jabber.org/protocol/muc" })));
  await send(wish("message", { to: LOBBY, type: "groupchat" }, wish("body", {}, "hello, lobby")));
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, Strophe");
  await hears("welcome, Strophe");
  await browser.page.evaluate(logOut);
});

can("Strophe.js", ["reads history"], missing, async () => {
  await login();
  await send(wish("message", { to: "bob@localhost", type: "chat" }, wish("body", {}, "for the archive")));
  await stage.bob.hears("for the archive");
  await ask(wish("iq", { type: "set", id: "mam" }, wish("query", { xmlns: "urn:xmpp:mam:2" })));
  await hears("for the archive");
  await browser.page.evaluate(logOut);
});

can("Strophe.js", ["uploads a file"], missing, async () => {
  await login();
  const content = "sent by Strophe";
  const file = { filename: "greeting.txt", size: String(content.length), "content-type": "text/plain" };
  const request = wish("request", { xmlns: "urn:xmpp:http:upload:0", ...file });
  const slot = await ask(wish("iq", { type: "get", id: "slot", to: "upload.localhost" }, request));
  const [put = "", get = ""] = ["put", "get"].map((name) => new RegExp(`<${name} url="([^"]*)"`).exec(slot)?.[1]);
  expect(await browser.page.evaluate(upload, [put, get, content] as const)).toBe(content);
  await browser.page.evaluate(logOut);
});

interface Page {
  connection: Connection;
  heard: string[];
  build: (wish: Wish) => Builder;
  onDisconnected?: () => void;
}

/** Runs in the page. */
function logIn(service: string): Promise<string> {
  const page = globalThis as unknown as Page;
  page.connection = new Strophe.Connection(service);
  page.heard = [];
  const add = (builder: Builder, content: string | Wish): void => {
    if (typeof content === "string") return void builder.t(content);
    builder.c(content.name, content.attrs);
    for (const part of content.content) add(builder, part);
    builder.up();
  };
  page.build = ({ name, attrs, content }) => {
    const builder = $build(name, attrs);
    for (const part of content) add(builder, part);
    return builder;
  };
  return new Promise((resolve) => {
    page.connection.connect("alice@localhost", "correct horse", (status) => {
      if (status === Strophe.Status.AUTHFAIL) resolve("refused");
      if (status === Strophe.Status.CONNFAIL) resolve("failed");
      if (status === Strophe.Status.DISCONNECTED) page.onDisconnected?.();
      if (status !== Strophe.Status.CONNECTED) return;
      for (const name of ["message", "presence"])
        page.connection.addHandler((stanza) => page.heard.push(stanza.outerHTML) > 0, null, name);
      resolve("connected");
    });
  });
}

/** Runs in the page. */
function logOut(): Promise<string> {
  const page = globalThis as unknown as Page;
  return new Promise((resolve) => {
    page.onDisconnected = () => resolve("disconnected");
    page.connection.disconnect();
  });
}

/** Runs in the page. */
function sendStanza(wish: Wish): void {
  const { connection, build } = globalThis as unknown as Page;
  connection.send(build(wish));
}

/** Runs in the page. */
function sendIq(wish: Wish): Promise<string> {
  const { connection, build } = globalThis as unknown as Page;
  return new Promise((resolve, reject) => {
    const fail = (iq: Element | null): void => reject(new Error(iq?.outerHTML ?? "no answer"));
    connection.sendIQ(build(wish), (iq) => resolve(iq.outerHTML), fail);
  });
}

/** Runs in the page: puts a file, and gets it. */
async function upload([put, get, content]: readonly [string, string, string]): Promise<string> {
  await fetch(put, { method: "PUT", body: content, headers: { "content-type": "text/plain" } });
  return (await fetch(get)).text();
}
