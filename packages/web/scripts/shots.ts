/**
 * Takes pictures of every main state, and has axe look at each: `node scripts/shots.ts [folder] [parts of names, with commas between]`.
 * Needs `vite build --mode demo` before. Ends with 1 when axe finds something or the page reports an error.
 */
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { AMINA, both, MIDDLE, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";
import { AMENDED_SHOTS } from "./shots-amended.ts";
import { CARE_SHOTS } from "./shots-of-care.ts";
import { DESK_SHOTS } from "./shots-of-desks.ts";
import { ENTRY_SHOTS } from "./shots-of-entry.ts";
import { GROUP_SHOTS } from "./shots-of-groups.ts";
import { LINK_SHOTS } from "./shots-of-links.ts";
import { MEDIA_SHOTS } from "./shots-of-media.ts";
import { SEARCH_SHOTS } from "./shots-of-search.ts";

const PRODUCT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types yonder yonder-worker";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP hillside.example 127.0.0.1",
];
const EVENING = new Date(2026, 10, 21, 21, 7, 30);
const BOB = "#/chat/bob@hillside.example";
const newContact = async (page: Page): Promise<void> => {
  await page.locator(".fab:visible, .not-phone.icon-button:visible").first().click();
  await page.locator("dialog input").first().fill("bea.nowak@stellwerk.example");
};

const SHOTS: readonly Shot[] = [
  ...both({ name: "wide-chat", size: WIDE, scene: "chat", at: AMINA }),
  ...both({ name: "phone-chat", size: PHONE, scene: "chat", at: AMINA }),
  ...both({ name: "phone-list", size: PHONE, scene: "chat" }),
  { name: "wide-list", size: WIDE, scene: "chat" },
  { name: "wide-ticks", size: WIDE, scene: "chat", at: BOB },
  ...both({ name: "phone-ticks", size: PHONE, scene: "chat", at: BOB }),
  {
    name: "phone-tick-tip",
    size: PHONE,
    scene: "chat",
    at: BOB,
    act: (page) => page.locator(".tick-place").nth(1).click(),
  },
  { name: "phone-lost", size: PHONE, scene: "lost", at: BOB, act: (page) => page.clock.runFor(1_000) },
  { name: "wide-lost", size: WIDE, scene: "lost", at: BOB, act: (page) => page.clock.runFor(1_000) },
  { name: "phone-lost-list", size: PHONE, scene: "lost", act: (page) => page.clock.runFor(1_000) },
  {
    name: "wide-back",
    size: WIDE,
    scene: "lost",
    at: BOB,
    act: async (page) => {
      await page.clock.runFor(1_000);
      await page.getByRole("button", { name: "Try now" }).last().click();
    },
  },
  ...both({ name: "wide-empty", size: WIDE, scene: "empty" }),
  { name: "phone-empty", size: PHONE, scene: "empty" },
  { name: "phone-details", size: PHONE, scene: "chat", at: `${AMINA}/details` },
  { name: "middle-details", size: MIDDLE, scene: "chat", at: `${AMINA}/details` },
  { name: "middle-chat", size: MIDDLE, scene: "chat", at: AMINA },
  ...both({ name: "phone-new-contact", size: PHONE, scene: "chat", act: newContact }),
  { name: "wide-new-contact", size: WIDE, scene: "chat", at: AMINA, act: newContact },
  { name: "wide-requests", size: WIDE, scene: "chat", act: (page) => page.locator(".row.request").click() },
  { name: "phone-requests", size: PHONE, scene: "chat", act: (page) => page.locator(".row.request").click() },
  { name: "phone-sign-in", size: PHONE, scene: "out" },
  { name: "phone-sign-in-errors", size: PHONE, scene: "out", act: (page) => signInWith(page, "lena", "") },
  {
    name: "wide-sign-in-wrong",
    size: WIDE,
    scene: "out",
    act: (page) => signInWith(page, "lena@hillside.example", "wrong"),
  },
  ...both({ name: "phone-invite", size: PHONE, scene: "out", at: "/invite/#T0KEN", act: fillAccount }),
  ...both({ name: "wide-first-run", size: WIDE, scene: "out", at: "/first-run#T0KEN", act: fillAccount }),
  { name: "phone-first-run", size: PHONE, scene: "out", at: "/first-run#T0KEN", act: fillAccount },
  { name: "wide-first-run-done", size: WIDE, scene: "out", at: "/first-run#T0KEN", act: makeAccount },
  { name: "phone-first-run-done", size: PHONE, scene: "out", at: "/first-run#T0KEN", act: makeAccount },
  ...["you", "look", "notifications", "device"].map((section) => ({
    name: `wide-settings-${section}`,
    size: WIDE,
    scene: "chat",
    at: `#/settings/${section}`,
  })),
  {
    name: "wide-settings-link",
    size: WIDE,
    scene: "chat",
    at: "#/settings/you",
    act: (page) => page.getByRole("button", { name: "Show" }).click(),
  },
  { name: "phone-settings", size: PHONE, scene: "chat", at: "#/settings" },
  { name: "phone-settings-look", size: PHONE, scene: "chat", at: "#/settings/look" },
  {
    name: "phone-settings-link",
    size: PHONE,
    scene: "chat",
    at: "#/settings/you",
    act: (page) => page.getByRole("button", { name: "Show" }).click(),
  },
  ...both({ name: "wide-connection", size: WIDE, scene: "chat", at: "#/settings/connection" }),
  { name: "phone-connection", size: PHONE, scene: "chat", at: "#/settings/connection" },
  { name: "wide-rtl", size: WIDE, scene: "rtl", at: "#/chat/amina@tall.example", language: "ar" },
  { name: "phone-rtl", size: PHONE, scene: "rtl", at: "#/chat/amina@tall.example", language: "ar" },
  { name: "phone-rtl-list-dark", size: PHONE, scene: "rtl", theme: "dark", language: "ar" },
  { name: "wide-rtl-connection", size: WIDE, scene: "rtl", at: "#/settings/connection", language: "ar" },
  { name: "wide-de-chat", size: WIDE, scene: "chat", at: BOB, language: "de-DE" },
  { name: "phone-zh-list", size: PHONE, scene: "chat", language: "zh-CN" },
  { name: "small-chat", size: SMALL, scene: "chat", at: AMINA },
  { name: "small-list", size: SMALL, scene: "chat" },
  { name: "small-lost", size: SMALL, scene: "lost", at: BOB, act: (page) => page.clock.runFor(1_000) },
  { name: "small-details", size: SMALL, scene: "chat", at: `${AMINA}/details` },
  { name: "small-settings-look", size: SMALL, scene: "chat", at: "#/settings/look", language: "de-DE" },
  { name: "small-new-contact", size: SMALL, scene: "chat", act: newContact },
  { name: "small-first-run", size: SMALL, scene: "out", at: "/first-run#T0KEN", language: "de-DE" },
  { name: "small-connection", size: SMALL, scene: "chat", at: "#/settings/connection", language: "de-DE" },
  { name: "wide-stranger", size: WIDE, scene: "chat", at: "#/chat/jonas@guest.hillside.example" },
  {
    name: "wide-remove",
    size: WIDE,
    scene: "chat",
    at: AMINA,
    act: (page) => page.locator(".item.danger").first().click(),
  },
  {
    name: "wide-rename",
    size: WIDE,
    scene: "chat",
    at: AMINA,
    act: (page) => page.getByRole("button", { name: "Rename" }).click(),
  },
  {
    name: "wide-sign-out",
    size: WIDE,
    scene: "lost",
    at: "#/settings/device",
    act: (page) => page.locator(".row.danger").click(),
  },
  {
    name: "wide-long-draft",
    size: WIDE,
    scene: "chat",
    at: AMINA,
    act: (page) => page.locator("textarea").fill("Then he can sit on it\nwhile we look 😄\n\nand we bring soup"),
  },
  ...AMENDED_SHOTS,
  ...CARE_SHOTS,
  ...DESK_SHOTS,
  ...ENTRY_SHOTS,
  ...GROUP_SHOTS,
  ...LINK_SHOTS,
  ...MEDIA_SHOTS,
  ...SEARCH_SHOTS,
  { name: "wide-long-up", size: WIDE, scene: "long", at: AMINA, act: (page) => scrollUp(page) },
];

async function signInWith(page: Page, address: string, password: string): Promise<void> {
  await page.locator("input[type=email]").fill(address);
  await page.locator("input[type=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.clock.runFor(500);
}

async function fillAccount(page: Page): Promise<void> {
  await page.locator("input").nth(0).fill("Lena Brandt");
  const password = page.locator("input[type=password]");
  if (await password.isVisible()) await password.fill("correct horse");
}

async function makeAccount(page: Page): Promise<void> {
  await fillAccount(page);
  await page.locator("button[type=submit]").click();
  await page.clock.runFor(500);
  await page.locator(".copy").waitFor();
}

async function scrollUp(page: Page): Promise<void> {
  await page.locator(".scroll").evaluate((scroll) => scroll.scrollTo(0, scroll.scrollHeight - 4_000));
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".webmanifest": "application/manifest+json",
};

/** Serves the demo build as the product's server would: any page is the app, under the same policy. */
export async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = join(folder, path);
    const isFile = extname(path) !== "" && existsSync(file);
    response.setHeader("content-security-policy", PRODUCT_POLICY);
    response.setHeader("content-type", TYPES[isFile ? extname(path) : ".html"] ?? "application/octet-stream");
    createReadStream(isFile ? file : join(folder, "demo.html")).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function open(browser: Browser, shot: Shot): Promise<BrowserContext> {
  return browser.newContext({
    viewport: shot.size,
    colorScheme: shot.theme ?? "light",
    locale: shot.language ?? "en-GB",
    hasTouch: shot.size.width < 720,
    reducedMotion: "reduce",
    // axe is put into the page by evaluation; the policy itself is watched through the page's own reports.
    bypassCSP: false,
  });
}

async function take(browser: Browser, shot: Shot, origin: string, folder: string): Promise<string[]> {
  const context = await open(browser, shot);
  const page = await context.newPage();
  page.setDefaultTimeout(6_000);
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.text().includes("Content Security Policy"))
      problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  await page.clock.install({ time: EVENING });
  const at = shot.at ?? "#/";
  const url = at.startsWith("/") ? at.replace("#", `?scene=${shot.scene}#`) : `/?scene=${shot.scene}${at}`;
  await page.goto(origin + url);
  await page.locator(".app, .threshold").first().waitFor();
  await page.clock.runFor(300);
  await shot.act?.(page);
  await page.clock.runFor(50);
  await page.waitForTimeout(150);
  await page.screenshot({ path: join(folder, `${shot.name}.png`) });
  problems.push(...(await look(page)), ...(await overflow(page)));
  await context.close();
  return problems;
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

async function look(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  await page.clock.resume();
  const result = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResult;
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `axe: ${id}: ${node.html.slice(0, 160)} ${node.failureSummary.split("\n")[1] ?? ""}`),
  );
}

/** Nothing may stick out at the side. */
async function overflow(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return wide > 0 ? [`sticks out by ${wide} px`] : [];
}

const [folder = mkdtempSync(join(tmpdir(), "yonder-shots-")), only = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = await serve(fileURLToPath(new URL("../dist-demo", import.meta.url)));
const origin = `http://hillside.example:${(server.address() as AddressInfo).port}`;
// As with TLS: else there are no passkeys.
const args = [...FLAGS, `--unsafely-treat-insecure-origin-as-secure=${origin}`];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
let count = 0;
for (const shot of SHOTS.filter(({ name }) => only.split(",").some((part) => name.includes(part)))) {
  const problems = await take(browser, shot, origin, folder).catch((error: unknown) => [
    `could not be taken: ${String(error)}`,
  ]);
  for (const problem of problems) console.log(`${shot.name}: ${problem}`);
  count += problems.length;
}
await browser.close();
server.close();
console.log(`${folder}: ${count} problems`);
process.exitCode = count > 0 ? 1 : 0;
