import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type Browser, chromiumPath, openBrowser } from "../support/chromium.ts";
import { until } from "../support/condition.ts";
import { missingPrograms } from "../support/programs.ts";
import { type StaticServer, serveFolder } from "../support/static-server.ts";
import { can } from "./capability.ts";
import { clientModules, missingPackages } from "./package-of-client.ts";
import { LOBBY, type Stage, setStage } from "./stage.ts";

const missing = missingPackages() ?? missingPrograms(chromiumPath);
let [stage, site, browser]: [Stage, StaticServer, Browser] = [
  undefined as never,
  undefined as never,
  undefined as never,
];

beforeAll(async () => {
  if (missing) return;
  const pages: Record<string, string> = {};
  site = await serveFolder(clientModules, pages);
  stage = await setStage({ env: { YONDER_ORIGINS: site.origin } });
  const { http } = stage.lines;
  pages["/WebSocket"] = conversePage({ websocket_url: `ws://localhost:${http.port}/xmpp-websocket` });
  pages["/HTTP"] = conversePage({ bosh_service_url: `http://localhost:${http.port}/http-bind` });
});
beforeEach(async () => {
  if (!missing) browser = await openBrowser();
});
afterEach(() => browser?.close());
afterAll(async () => {
  await stage?.end();
  site?.close();
});

/** Logs in by the form. */
async function login(way: "WebSocket" | "HTTP"): Promise<Browser["page"]> {
  const { page } = browser;
  await page.goto(`${site.origin}/${way}`);
  await page.locator("input[name=jid]").fill("alice@localhost");
  await page.locator("input[name=password]").fill(stage.password);
  const button = "converse-login-form input[type=submit], converse-login-form button[type=submit]";
  await page.locator(button).first().click();
  await page.getByText("I am online").waitFor();
  return page;
}

async function write(text: string): Promise<void> {
  const { page, complaints } = browser;
  const input = page.locator("textarea.chat-textarea");
  await until("Converse opens the chat", () => input.isVisible(), { state: () => complaints.join("\n") });
  await input.fill(text);
  await input.press("Enter");
}

const reads = (text: string): Promise<void> =>
  browser.page.locator(".chat-msg__text", { hasText: text }).first().waitFor();

can("Converse.js", ["edits its roster", "sees presence"], missing, async () => {
  const page = await login("WebSocket");
  await page.locator("converse-roster .dropdown-toggle, converse-roster .add-contact").first().click();
  await page.locator(".add-contact:visible").first().click();
  await page.locator("converse-add-contact-modal input[name=jid]").fill("bob@localhost");
  await page.locator("converse-add-contact-modal input[name=name]").fill("Bob");
  await page.locator("converse-add-contact-modal button[type=submit]").click();
  await stage.rosterHas("bob@localhost", "Bob");
  stage.bob.shows("dnd");
  await page.locator("converse-roster .list-item.dnd, converse-roster [data-status=dnd]").first().waitFor();
});

for (const way of ["WebSocket", "HTTP"] as const) {
  can(
    "Converse.js",
    ["logs in", "chats both ways"],
    missing,
    async () => {
      const page = await login(way);
      await page.locator("converse-roster").getByText("Bob").first().click();
      await write(`written in Converse over ${way}`);
      await stage.bob.hears(`written in Converse over ${way}`);
      stage.bob.says("alice@localhost", `heard you over ${way}`);
      await reads(`heard you over ${way}`);
    },
    `${way}, on a page of another origin`,
  );
}

can("Converse.js", ["reads history"], missing, async () => {
  const page = await login("WebSocket");
  await page.locator("converse-roster").getByText("Bob").first().click();
  await reads("written in Converse over HTTP");
  await reads("heard you over WebSocket");
});

can("Converse.js", ["joins a room"], missing, async () => {
  const page = await login("WebSocket");
  await page.goto(`${site.origin}/WebSocket#converse/room?jid=${LOBBY}`);
  await stage.bob.sees(`${LOBBY}/alice`);
  await write("hello, lobby");
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, Converse");
  await reads("welcome, Converse");
});

can("Converse.js", ["uploads a file"], missing, async () => {
  const page = await login("WebSocket");
  await page.locator("converse-roster").getByText("Bob").first().click();
  await page
    .locator("input[type=file].fileupload, input.fileupload")
    .first()
    .setInputFiles(stage.file("sent by Converse"));
  const address = await stage.bob.hearsOf("/greeting.txt");
  expect(await (await fetch(address)).text()).toBe("sent by Converse");
});

can("Converse.js", ["resumes a stream"], missing, async () => {
  const page = await login("WebSocket");
  await page.locator("converse-roster").getByText("Bob").first().click();
  await stage.interrupt(stage.lines.http);
  stage.bob.says("alice@localhost", "still there?");
  await reads("still there?");
});

function conversePage(connection: Readonly<Record<string, string>>): string {
  const settings = {
    view_mode: "fullscreen",
    ...connection,
    discover_connection_methods: false,
    assets_path: "/converse.js/dist/",
    i18n: "en",
    loglevel: "warn",
    show_background: false,
    theme: "classic",
    muc_nickname_from_jid: true,
  };
  return `<!doctype html><meta charset=utf-8><title>Converse</title>
<link rel=stylesheet href=/converse.js/dist/converse.min.css>
<body class=converse-fullscreen><div id=conversejs></div><script type=module>
import "/converse.js/dist/converse.min.js";
converse.initialize(${JSON.stringify(settings)});
</script>`;
}
