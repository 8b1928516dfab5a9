import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { type Browser, chromiumPath, openBrowser } from "../support/chromium.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { type StaticServer, serveFolder } from "../support/static-server.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { clientModules, missingPackages } from "./package-of-client.ts";

/** What of Strophe's globals is used in the page. */
declare const Strophe: {
  Connection: new (service: string) => Connection;
  Status: { CONNECTED: number; AUTHFAIL: number; CONNFAIL: number; DISCONNECTED: number };
};
declare const $msg: (attrs: object) => { c(name: string): { t(text: string): unknown } };
declare const $pres: () => unknown;
interface Connection {
  connect(jid: string, password: string, callback: (status: number) => void): void;
  addHandler(handler: (message: Element) => boolean, ns: null, name: string): void;
  send(stanza: unknown): void;
  disconnect(): void;
}
interface Element {
  querySelector(selector: string): { textContent: string | null } | null;
}

const missing = missingPackages() ?? missingPrograms(chromiumPath);
const page = "<!doctype html><title>Strophe</title><script src='/strophe.js/dist/strophe.umd.min.js'></script>";
let [yonder, site, browser]: [Yonder, StaticServer, Browser] = [
  undefined as never,
  undefined as never,
  undefined as never,
];

beforeAll(async () => {
  if (missing) return;
  site = await serveFolder(clientModules, { "/": page });
  yonder = await startYonder({ env: { YONDER_ORIGINS: site.origin } });
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await yonder?.stop();
  site?.close();
});

test.skipIf(missing).each([
  ["WebSocket", (port: number) => `ws://localhost:${port}/xmpp-websocket`],
  ["HTTP", (port: number) => `http://localhost:${port}/http-bind`],
])(named("Strophe.js, on a page of another origin, chats both ways over %s", missing), async (name, service) => {
  const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
  await browser.page.goto(site.origin);
  const status = await browser.page.evaluate(logIn, service(yonder.ports.http));
  expect(status, browser.complaints.join("\n")).toBe("connected");

  for (let round = 1; round <= 3; round++) {
    await browser.page.evaluate(say, `${round}, written in Strophe over ${name}`);
    await bob.hears(`${round}, written in Strophe over ${name}`);
    bob.says("alice@localhost", `${round}, heard you, Strophe`);
    await browser.page.waitForFunction(
      (text) => (globalThis as unknown as Page).heard.includes(text),
      `${round}, heard you, Strophe`,
    );
  }
  expect(await browser.page.evaluate(logOut)).toBe("disconnected");
  await bob.leave();
});

interface Page {
  connection: Connection;
  heard: string[];
  onDisconnected?: () => void;
}

/** Runs in the page. */
function logIn(service: string): Promise<string> {
  const page = globalThis as unknown as Page;
  page.connection = new Strophe.Connection(service);
  page.heard = [];
  return new Promise((resolve) => {
    page.connection.connect("alice@localhost", "correct horse", (status) => {
      if (status === Strophe.Status.AUTHFAIL) resolve("refused");
      if (status === Strophe.Status.CONNFAIL) resolve("failed");
      if (status === Strophe.Status.DISCONNECTED) page.onDisconnected?.();
      if (status !== Strophe.Status.CONNECTED) return;
      page.connection.addHandler(
        (message) => {
          page.heard.push(message.querySelector("body")?.textContent ?? "");
          return true;
        },
        null,
        "message",
      );
      page.connection.send($pres());
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
function say(body: string): void {
  const { connection } = globalThis as unknown as Page;
  connection.send($msg({ to: "bob@localhost", type: "chat" }).c("body").t(body));
}
