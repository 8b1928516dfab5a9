import type { Yonder } from "../../test/support/yonder.ts";
import type { CompressedSite } from "./compressed-site.ts";
import type { Journey, Place } from "./driver.ts";

/** An app to measure: how a person gets from its address to a message to bob. */
export interface App {
  readonly name: string;
  readonly url: string;
  readonly address: Place;
  readonly password: Place;
  readonly button: Place;
  /** Bob, who is a contact, among the conversations. */
  readonly conversation: Place;
  readonly composer: Place;
}

export interface Person {
  readonly address: string;
  readonly password: string;
}

/** Who signs in, or without a `person` comes back, and writes that. */
export function journey(app: App, text: string, person?: Person): Journey {
  const { conversation, composer, button } = app;
  if (!person) return { conversation, composer, text };
  const fields = [[app.address, person.address] as const, [app.password, person.password] as const];
  return { conversation, composer, text, signIn: { fields, button } };
}

export function yonderApp({ origin }: Yonder): App {
  return {
    name: "Yonder",
    url: `${origin}/`,
    address: { css: "input[type=email]" },
    password: { css: "input[type=password]" },
    button: { css: "button[type=submit]" },
    conversation: { css: "nav a", text: "Bob" },
    composer: { css: ".composer textarea" },
  };
}

/** Converse.js 14 as its documentation sets it up, in the language of the page, over the same WebSocket. */
export function converseApp({ ports }: Yonder, site: CompressedSite): App {
  site.page("/converse", conversePage(`ws://localhost:${ports.http}/xmpp-websocket`));
  return {
    name: "Converse.js",
    url: `${site.origin}/converse`,
    address: { css: "input[name=jid]" },
    password: { css: "input[name=password]" },
    button: { css: "converse-login-form input[type=submit], converse-login-form button[type=submit]" },
    conversation: { css: "converse-roster a", text: "Bob" },
    composer: { css: "textarea.chat-textarea" },
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
