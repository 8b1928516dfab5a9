import type { Page } from "playwright-core";
import type { Yonder } from "../../test/support/yonder.ts";
import type { CompressedSite } from "./compressed-site.ts";

/** An app to measure: how a person gets from its address to a message to bob. */
export interface App {
  readonly name: string;
  readonly url: string;
  /** Resolves when one may begin to type one's password. */
  formVisible(page: Page): Promise<void>;
  /** Fills the form in, and stays signed in. */
  signIn(page: Page, address: string, password: string): Promise<void>;
  /** From being signed in to the open conversation with bob, who is a contact. */
  openBob(page: Page): Promise<void>;
  write(page: Page, text: string): Promise<void>;
}

export function yonderApp({ origin }: Yonder): App {
  const composer = (page: Page) => page.getByRole("textbox", { name: /^Write to / });
  return {
    name: "Yonder",
    url: `${origin}/`,
    formVisible: (page) => page.getByLabel("Password", { exact: true }).waitFor(),
    async signIn(page, address, password) {
      await page.getByLabel("Address", { exact: true }).fill(address);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
    },
    async openBob(page) {
      const row = page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: "Bob" }).first();
      await composer(page).or(row).first().waitFor();
      if (!(await composer(page).isVisible())) await row.click();
      await composer(page).waitFor();
    },
    async write(page, text) {
      await composer(page).fill(text);
      await composer(page).press("Enter");
    },
  };
}

/** Converse.js 14 as its documentation sets it up, in the language of the page, over the same WebSocket. */
export function converseApp({ ports }: Yonder, site: CompressedSite): App {
  site.page("/converse", conversePage(`ws://localhost:${ports.http}/xmpp-websocket`));
  const composer = (page: Page) => page.locator("textarea.chat-textarea");
  return {
    name: "Converse.js",
    url: `${site.origin}/converse`,
    formVisible: (page) => page.locator("input[name=password]").waitFor(),
    async signIn(page, address, password) {
      await page.locator("input[name=jid]").fill(address);
      await page.locator("input[name=password]").fill(password);
      await page.locator("converse-login-form").locator("input[type=submit], button[type=submit]").first().click();
    },
    async openBob(page) {
      const contact = page.locator("converse-roster").getByText("Bob").first();
      await composer(page).or(contact).first().waitFor();
      if (!(await composer(page).isVisible())) await contact.click();
      await composer(page).waitFor();
    },
    async write(page, text) {
      await composer(page).fill(text);
      await composer(page).press("Enter");
    },
  };
}

function conversePage(websocket: string): string {
  const settings = {
    view_mode: "fullscreen",
    websocket_url: websocket,
    discover_connection_methods: false,
    assets_path: "/converse.js/dist/",
    i18n: "en",
    loglevel: "error",
    show_background: false,
    allow_registration: false,
    reuse_scram_keys: true,
    clear_cache_on_logout: false,
  };
  return `<!doctype html><html lang=en><meta charset=utf-8><title>Converse</title>
<link rel=stylesheet href=/converse.js/dist/converse.min.css>
<body class=converse-fullscreen><div id=conversejs></div><script type=module>
import "/converse.js/dist/converse.min.js";
converse.initialize(${JSON.stringify(settings)});
</script></body></html>`;
}
