import { NS, xml } from "@yonder/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { type Browser, chromiumPath, openBrowser } from "../support/chromium.ts";
import { until } from "../support/condition.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { type StaticServer, serveFolder } from "../support/static-server.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { clientModules, missingPackages } from "./package-of-client.ts";

const missing = missingPackages() ?? missingPrograms(chromiumPath);
let [yonder, site, browser]: [Yonder, StaticServer, Browser] = [
  undefined as never,
  undefined as never,
  undefined as never,
];

beforeAll(async () => {
  if (missing) return;
  const pages: Record<string, string> = {};
  site = await serveFolder(clientModules, pages);
  yonder = await startYonder({ env: { YONDER_ORIGINS: site.origin } });
  const { http } = yonder.ports;
  pages["/WebSocket"] = conversePage({ websocket_url: `ws://localhost:${http}/xmpp-websocket` });
  pages["/HTTP"] = conversePage({ bosh_service_url: `http://localhost:${http}/http-bind` });
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
  await addContact("bob@localhost", "Bob");
});
beforeEach(async () => {
  if (!missing) browser = await openBrowser();
});
afterEach(() => browser?.close());
afterAll(async () => {
  await yonder?.stop();
  site?.close();
});

test.skipIf(missing).each(["WebSocket", "HTTP"])(
  named("Converse.js, on a page of another origin, logs in by its form and chats both ways over %s", missing),
  async (way) => {
    const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
    const { page, complaints } = browser;
    await page.goto(`${site.origin}/${way}`);
    await page.locator("input[name=jid]").fill("alice@localhost");
    await page.locator("input[name=password]").fill("correct horse");
    await page
      .locator("converse-login-form input[type=submit], converse-login-form button[type=submit]")
      .first()
      .click();

    await page.getByText("I am online").waitFor();
    await page.locator("converse-roster").getByText("Bob").click();
    const input = page.locator("textarea.chat-textarea");
    await until("Converse opens the chat", () => input.isVisible(), { state: () => complaints.join("\n") });
    await input.fill(`written in Converse over ${way}`);
    await input.press("Enter");
    await bob.hears(`written in Converse over ${way}`);

    bob.says("alice@localhost", `heard you over ${way}`);
    await page.locator(".chat-msg__text", { hasText: `heard you over ${way}` }).waitFor();
    await bob.leave();
  },
);

/** COMPAT: Converse 14 opens no chat with someone who is no contact on a server without XEP-0191. */
async function addContact(jid: string, name: string): Promise<void> {
  const alice = await RawClient.login({
    transport: "tcp",
    port: yonder.ports.c2s,
    username: "alice",
    password: "correct horse",
  });
  await alice.request("set", xml("query", NS.roster, null, xml("item", NS.roster, { jid, name })));
  await alice.quit();
}

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
  };
  return `<!doctype html><meta charset=utf-8><title>Converse</title>
<link rel=stylesheet href=/converse.js/dist/converse.min.css>
<body class=converse-fullscreen><div id=conversejs></div><script type=module>
import "/converse.js/dist/converse.min.js";
converse.initialize(${JSON.stringify(settings)});
</script>`;
}
