import type { ChildProcess } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { endChild, exit } from "./children.ts";
import { until } from "./condition.ts";
import type { Desktop, Widget } from "./desktop.ts";

export interface GajimOptions {
  readonly password: string;
  readonly port: number;
  /** The server's certificate, as if a person had accepted it. */
  readonly certificate: string;
}

/** Gajim on a desktop, with alice's account, and with her chat with bob in its list. It ends with the test. */
export class Gajim {
  readonly #desktop: Desktop;
  readonly #process: ChildProcess;

  private constructor(desktop: Desktop, process: ChildProcess) {
    this.#desktop = desktop;
    this.#process = process;
    onTestFinished(() => this.#end());
  }

  /** Resolves when it is online. */
  static async start(desktop: Desktop, options: GajimOptions): Promise<Gajim> {
    const home = desktop.home("gajim", (home) => configure(home, options));
    const gajim = new Gajim(desktop, desktop.launch(home, "gajim"));
    await until("Gajim is online", () => gajim.#isOnline(), {
      every: 100,
      timeout: 30_000,
      state: () => desktop.overview(),
    });
    return gajim;
  }

  /** Has it do something that its menus offer, with a parameter in the text form of GVariant. */
  does(action: string, parameter: string): Promise<void> {
    return this.#desktop.activate(BUS_NAME, "/org/gajim/Gajim", action, parameter);
  }

  /** What its window offers for the chat that is open. */
  doesInChat(action: string, parameter = ""): Promise<void> {
    return this.#desktop.activate(BUS_NAME, "/org/gajim/Gajim/window/1", action, parameter);
  }

  async opensChat(address: string): Promise<void> {
    await this.does("open-chat", `['alice', '${address}']`);
  }

  /** Writes into the chat that is open. */
  async says(text: string): Promise<void> {
    const isInput = ({ role, name, isShowing }: Widget): boolean => role === "text" && name === "" && isShowing;
    await this.#desktop.write(await this.#desktop.find("a place to write", isInput), text);
    await this.doesInChat("send-message");
  }

  async presses(name: string): Promise<void> {
    const isIt = (widget: Widget): boolean => widget.role === "push button" && widget.name === name && widget.isShowing;
    await this.#desktop.press(await this.#desktop.find(`a button “${name}”`, isIt));
  }

  /** Asks it for its contacts until they are so. */
  async knows(what: string, contacts: RegExp): Promise<void> {
    const list = () => this.#desktop.ask(BUS_NAME, REMOTE, "org.gajim.dbus.RemoteInterface.list_contacts", "alice");
    await until(`Gajim knows ${what}`, async () => contacts.test(await list().catch(() => "")), {
      every: 200,
      state: list,
    });
  }

  sees(text: string): Promise<void> {
    return this.#desktop.sees(text);
  }

  /** Goes offline as people do, so that the server does not wait for it. */
  async quit(): Promise<void> {
    await this.#desktop.activate(BUS_NAME, "/org/gajim/Gajim", "quit");
    await until("Gajim ends", () => this.#process.exitCode !== null || this.#confirmsQuit(), {
      every: 200,
      state: () => this.#desktop.overview(),
    });
    await exit(this.#process);
  }

  /** What it offers then alone can be chosen. */
  async #isOnline(): Promise<boolean> {
    const description = await this.#desktop
      .ask(BUS_NAME, "/org/gajim/Gajim", "org.gtk.Actions.Describe", "alice-add-contact")
      .catch(() => "");
    return description.startsWith("((true,");
  }

  /** It asks, when there are messages that nobody has read. */
  async #confirmsQuit(): Promise<boolean> {
    const widgets = await this.#desktop.widgets();
    const quit = widgets.find(({ role, name, isShowing }) => role === "push button" && name === "Quit" && isShowing);
    if (quit) await this.#desktop.press(quit);
    return quit !== undefined;
  }

  async #end(): Promise<void> {
    await endChild(this.#process, "SIGKILL");
  }
}

const BUS_NAME = "org.gajim.Gajim";
const REMOTE = "/org/gajim/dbus/RemoteObject";

function configure(home: string, { password, port, certificate }: GajimOptions): void {
  const [config, certificates] = [join(home, ".config/gajim"), join(home, ".local/share/gajim/cert_store")];
  for (const folder of [config, certificates]) mkdirSync(folder, { recursive: true });
  copyFileSync(certificate, join(certificates, "localhost"));
  const database = new DatabaseSync(join(config, "settings.sqlite"));
  database.exec(`
    CREATE TABLE settings (name TEXT UNIQUE, settings TEXT);
    CREATE TABLE account_settings (account TEXT UNIQUE, settings TEXT);
    PRAGMA user_version = 5;
  `);
  const insert = database.prepare("INSERT INTO settings VALUES (?, ?)");
  for (const [name, settings] of Object.entries(generalSettings)) insert.run(name, JSON.stringify(settings));
  const account = { ...accountSettings, password, custom_port: port };
  database
    .prepare("INSERT INTO account_settings VALUES ('alice', ?)")
    .run(JSON.stringify({ account, contact: {}, group_chat: {} }));
  database.close();
}

const chatWithBob = { account: "alice", jid: "bob@localhost", type: "contact", pinned: false, position: 0 };

const generalSettings = {
  app: { use_keyring: false, remote_control: true, autoaway: false, autoxa: false },
  workspaces: { chats: { name: "Chats", color: "", avatar_sha: "", chats: [chatWithBob] } },
  ...{ soundevents: {}, status_presets: {}, proxies: {}, plugins: {} },
};

const accountSettings = {
  ...{ active: true, name: "alice", hostname: "localhost", account_label: "alice", resource: "gajim", savepass: true },
  ...{ use_custom_host: true, custom_host: "127.0.0.1", custom_type: "START TLS" },
};
