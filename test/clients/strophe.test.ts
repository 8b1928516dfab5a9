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
  Status: { CONNECTED: number; AUTHFAIL: number; CONNFAIL: number };
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

test.skipIf(missing)(named("Strophe.js, on a page of another origin, chats both ways", missing), async () => {
  const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
  await browser.page.goto(site.origin);
  const status = await browser.page.evaluate(logIn, `ws://localhost:${yonder.ports.http}/xmpp-websocket`);
  expect(status, browser.complaints.join("\n")).toBe("connected");

  await browser.page.evaluate(say, "written in Strophe");
  await bob.hears("written in Strophe");
  bob.says("alice@localhost", "heard you, Strophe");
  await browser.page.waitForFunction(() => (globalThis as unknown as Page).heard.includes("heard you, Strophe"));
  await bob.leave();
});

interface Page {
  connection: Connection;
  heard: string[];
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
function say(body: string): void {
  const { connection } = globalThis as unknown as Page;
  connection.send($msg({ to: "bob@localhost", type: "chat" }).c("body").t(body));
}
