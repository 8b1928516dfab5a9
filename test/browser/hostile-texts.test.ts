import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { NS } from "@yonder/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { ALICE, BODIES, element, GROUP, MALLORY, Mallory, PASSWORD, planted } from "./mallory.ts";
import { attempt, notesOf, watch } from "./watched-page.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
let yonder: Yonder;
let site: Server;
let app: WebApp;
let mallory: Mallory;
let dialogs: readonly string[];

beforeAll(async () => {
  if (missing) return;
  site = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => site.once("listening", resolve));
  const env = { YONDER_GUESTS: "on", YONDER_WIDGET_ORIGINS: siteOrigin(), YONDER_PLACE_NAME: planted("place") };
  yonder = await startYonder({ env });
  site.on("request", (_, response) => response.writeHead(200, STRICT()).end(strictSite()));
  await yonder.users(["alice", "mallory"].map((name) => ({ name, password: PASSWORD })));
  mallory = await Mallory.login(yonder);
});

afterAll(async () => {
  await app?.close();
  await mallory?.leave();
  await yonder?.stop();
  site?.close();
});

test.skipIf(missing)(
  named("whatever others write is shown as they wrote it, and nothing of it becomes more than text", missing),
  { timeout: 120_000 },
  async () => {
    expect(HOSTILE_TEXTS.length).toBeGreaterThan(200);
    await mallory.plantsPeople();
    await Promise.all([mallory.plantsMessages(), mallory.plantsGroup()]);
    const invitation = await mallory.isInvited();
    app = await WebApp.open("about:blank");
    dialogs = await watch(app.page);

    await leaves(invitation);
    await shows("place", "inviter");
    await writesAsGuest();
    await leaves(yonder.origin);
    await app.signIn(ALICE, PASSWORD);
    await readsMessages();
    await readsGroup();
    await readsRest();
    await leaves(`${siteOrigin()}/`);
    await app.page.getByRole("button", { name: "Write to us" }).click();
    await app.page.frameLocator("iframe").getByText(planted("contact")).first().waitFor();
    await leaves(yonder.origin);
    await app.isInside();
    expect([...app.complaints, ...dialogs]).toEqual([]);
  },
);

/** Each has the page take a text for more. */
const ATTEMPTS = [
  `document.createElement("p").innerHTML = "<b>x</b>"`,
  `document.createElement("p").insertAdjacentHTML("beforeend", "<b>x</b>")`,
  `document.createElement("iframe").srcdoc = "<b>x</b>"`,
  `document.createRange().createContextualFragment("<b>x</b>")`,
  `document.write("<b>x</b>")`,
  `new DOMParser().parseFromString("<b>x</b>", "text/html")`,
  `document.createElement("script").text = "hurt = 1"`,
  `document.createElement("script").src = "/worker.js"`,
  `setTimeout("hurt = 1")`,
  `trustedTypes.createPolicy("yonder", { createHTML: (html) => html })`,
  `trustedTypes.createPolicy("default", { createHTML: (html) => html })`,
];

test.skipIf(missing)(named("text becomes no markup, script or link to one, whoever asks for it", missing), async () => {
  for (const script of ATTEMPTS) expect(await attempt(app.page, script), script).toBe("TypeError");
  await attempt(app.page, `Object.assign(document.createElement("a"), { href: "javascript:hurt=1" }).click()`);
  await until("the link is refused", () => app.complaints.some((complaint) => complaint.includes("JavaScript URL")), {
    state: () => app.complaints.join("\n"),
  });
  await attempt(app.page, `document.body.append(document.createElement("xss"))`);
  const { notes, hasRun } = await notesOf(app.page.mainFrame());
  expect(hasRun).toBe(false);
  expect(notes).toContain("<xss></xss>");
  expect(notes?.join("\n")).toMatch(/^policy require-trusted-types-for trusted-types-sink Element innerHTML/m);
});

/** To another page, when nothing has happened on this one. */
async function leaves(url: string): Promise<void> {
  for (const frame of app.page.frames()) {
    const { notes = [], hasRun } = await notesOf(frame);
    expect({ notes, hasRun }, frame.url()).toEqual({ notes: [], hasRun: false });
  }
  await app.page.goto(url);
}

async function shows(...places: string[]): Promise<void> {
  for (const place of places) await app.page.getByText(planted(place)).first().waitFor();
}

const goTo = (route: string) => app.page.goto(`${yonder.origin}/#/${route}`);

async function writesAsGuest(): Promise<void> {
  await leaves(`${yonder.origin}/@alice`);
  await shows("contact", "place");
  await app.page.getByLabel("Your name").fill(planted("guest"));
  await app.page.getByLabel("Your message").fill(planted("hello"));
  await app.page.getByRole("button", { name: "Send" }).click();
  const hello = await until("a guest says hello", () =>
    mallory.asked.find((one) => one.childText("body") === planted("hello")),
  );
  const [to = ""] = hello.attr("from")?.split("/") ?? [];
  for (const body of [...BODIES, `${yonder.origin}/invite/#${planted("stay")}`])
    mallory.desk.send(element`<message to='${to}' type='chat'><body>${body}</body></message>`);
  await app.page.getByRole("link", { name: "Get an address" }).waitFor();
  await isAllSaid();
}

/** Without the signs that styling takes, and what cannot be seen. */
const bare = (text: string) => text.replace(/[\s*_~`\p{Cc}\p{Cf}]/gu, "");

/** Every text, up to the first one. */
async function isAllSaid(): Promise<void> {
  const said = new Set<string>();
  await until(
    "all is on the page",
    async () => {
      for (const text of await app.page.locator("article.bubble").allTextContents()) said.add(bare(text));
      await app.page.getByRole("log").evaluate((log) => log.scrollBy(0, -400));
      const all = [...said].join("\n");
      return HOSTILE_TEXTS.every((text) => all.includes(bare(text)));
    },
    { state: () => HOSTILE_TEXTS.filter((text) => ![...said].join("\n").includes(bare(text))).join("\n") },
  );
  const links = await app.page.locator("article.bubble a[href]:not(.stay a)").evaluateAll((all) =>
    all.map((one) => ({
      href: one.getAttribute("href") ?? "",
      target: one.getAttribute("target"),
      rel: one.getAttribute("rel"),
    })),
  );
  for (const { href, target, rel } of links) {
    expect(href).toMatch(/^(?:https?|mailto|xmpp):/);
    expect({ href, target, rel }).toEqual({
      href,
      target: "_blank",
      rel: expect.stringContaining("noopener noreferrer"),
    });
  }
}

async function readsMessages(): Promise<void> {
  await app.openConversation(planted("nick"));
  await shows("answer", "quote", "edit", "title", "description", "site");
  // A file's name looks like no path.
  await app.page.getByText(planted("file").replaceAll("/", "_")).first().waitFor();
  expect(await app.page.getByText(planted("reaction")).count()).toBe(0);
  expect(await app.page.locator(".link-card img").count()).toBe(0);
  await isAllSaid();
  await app.write(planted("written"));
  await app.composer.fill(HOSTILE_TEXTS.join("\n"));
  await goTo(`chat/${MALLORY}/details`);
  await shows("nick-about", "status");
}

async function readsGroup(): Promise<void> {
  await app.acceptInvitation(planted("group"));
  await app.openConversation(planted("group"));
  await shows("said", "unwanted");
  await goTo(`chat/${GROUP}/details`);
  await shows("purpose", "occupant");
  mallory.client.send(
    element`<message to='${GROUP}' type='groupchat'><subject>${planted("topic")}</subject></message>`,
  );
  await shows("topic");
  const unwanted = await until("mallory hears it", () =>
    mallory.heard.find((one) => one.childText("body") === planted("unwanted")),
  );
  const id = unwanted.child("stanza-id", NS.sid)?.attr("id") ?? "";
  await mallory.client.request(
    "set",
    element`<moderate xmlns='urn:xmpp:message-moderate:1' id='${id}'><retract xmlns='urn:xmpp:message-retract:1'/><reason>${planted("reason")}</reason></moderate>`,
    GROUP,
  );
  await app.bubbles(planted("unwanted")).waitFor({ state: "detached" });
}

/** Search, settings, what is exported, and addresses that somebody else has made. */
async function readsRest(): Promise<void> {
  const search = app.page.getByRole("searchbox", { name: "Search people and messages" });
  await search.fill("hurt");
  await app.page.locator(".found a mark").first().waitFor();
  await search.fill("");
  await shows("guest");
  const list = app.page.getByRole("navigation", { name: "Conversations" });
  const unnamed = async () => {
    await list.locator("ul.rows").evaluate((rows) => rows.scrollTo(0, rows.scrollHeight));
    const names = bare((await list.textContent()) ?? "");
    return HOSTILE_TEXTS.filter((text) => !names.includes(bare(text)));
  };
  // More of the list is drawn as one scrolls down.
  await expect.poll(unnamed, { timeout: 20_000 }).toEqual([]);
  await goTo("settings/you");
  await shows("own", "own-about");
  await goTo("settings/device");
  await app.page.getByText("<img src=x onerror=hurt=1>").first().waitFor();
  await goTo("settings/connection");
  await app.page.getByRole("heading", { name: "How your last message travelled" }).waitFor();
  await goTo("settings/data");
  await app.page.getByRole("button", { name: "Make the file" }).click();
  const [download] = await Promise.all([
    app.page.waitForEvent("download"),
    app.page.getByRole("link", { name: "Save" }).click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toContain(planted("edit"));
  for (const route of ["chat/", "chat/x@", "group/", "group/x@", "add/key/", "invite/", ""]) {
    await goTo(route + encodeURIComponent(planted("route")));
    await app.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
  }
}

const siteOrigin = (): string => `http://localhost:${(site.address() as AddressInfo).port}`;

/** A site as strict as it can be that has the widget. */
const strictSite = () =>
  `<!doctype html><title>Shop</title><body><script src="${yonder.origin}/widget.js" data-contact="alice"></script>`;

const STRICT = () => ({
  "content-type": "text/html",
  "content-security-policy": `default-src 'none'; script-src ${yonder.origin}; frame-src ${yonder.origin}; require-trusted-types-for 'script'; trusted-types 'none'`,
});
