import type { ChildProcess } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { endChild, exit } from "./children.ts";
import { until } from "./condition.ts";
import type { Desktop, Widget } from "./desktop.ts";

/** A database of Dino's own making, with alice's account. */
export async function prepareDino(desktop: Desktop, password: string): Promise<string> {
  const home = desktop.home("dino-template", () => undefined);
  const dino = desktop.launch(home, PROGRAM);
  await desktop.find("Dino's first window", ({ name }) => name === "Set up account");
  await desktop.activate(BUS_NAME, OBJECT, "quit");
  await exit(dino);
  const file = join(home, DATABASE);
  const database = new DatabaseSync(file);
  database
    .prepare(
      `INSERT INTO account (bare_jid, resourcepart, password, enabled, mam_earliest_synced)
       VALUES ('alice@localhost', 'dino', ?, 1, 0)`,
    )
    .run(password);
  database.close();
  return file;
}

/** Dino on a desktop, with alice's account. It finds the server by its name, and ends with the test. */
export class Dino {
  readonly #desktop: Desktop;
  readonly #home: string;
  readonly #process: ChildProcess;

  private constructor(desktop: Desktop, home: string) {
    this.#desktop = desktop;
    this.#home = home;
    this.#process = desktop.launch(home, PROGRAM);
    onTestFinished(async () => {
      await endChild(this.#process, "SIGKILL");
    });
  }

  /** Resolves when its own memory says that it has been online, and its window is there: links that come before lead nowhere. */
  static async start(desktop: Desktop, database: string): Promise<Dino> {
    const home = desktop.home("dino", (folder) => {
      mkdirSync(join(folder, DATABASE, ".."), { recursive: true });
      copyFileSync(database, join(folder, DATABASE));
    });
    const dino = new Dino(desktop, home);
    await dino.remembers("itself online", "SELECT resource FROM entity WHERE resource = 'dino'");
    const isReady = (widget: Widget): boolean => widget.description === "Start Conversation" && widget.isVisible;
    await desktop.find("Dino's window", isReady);
    return dino;
  }

  /** Opens an address, with what is to be done there, as a link in a web page does: `xmpp:bob@localhost?message`. */
  async opens(uri: string): Promise<void> {
    await this.#desktop.ask(BUS_NAME, OBJECT, "org.freedesktop.Application.Open", `['${uri}']`, "{}");
  }

  /** Has it do something that its menus offer. */
  does(action: string): Promise<void> {
    return this.#desktop.activate(BUS_NAME, OBJECT, action);
  }

  /** Writes into the conversation that is open. */
  async says(text: string): Promise<void> {
    await this.types("Dino", text);
  }

  /** Types into the window of that title, and presses Enter. */
  async types(title: string, text: string): Promise<void> {
    await this.#desktop.type(title, text);
  }

  /** Fills in a field of a window. */
  async fills(window: string, label: string, text: string): Promise<void> {
    const field = await this.#find(window, `a field ${label}`, (inside) => {
      const at = inside.findIndex(({ role, name }) => role === "label" && name === label);
      return at < 0 ? undefined : inside.slice(at).find(({ role }) => role === "text");
    });
    await this.#desktop.write(field, text);
  }

  /** Presses a button of a window, by its name or, if it has none, by how many come before it. */
  async presses(window: string, button: string | number): Promise<void> {
    const isIt = ({ name, description }: Widget): boolean => name === button || description === button;
    const found = await this.#find(window, `a button ${button}`, (inside) => {
      const buttons = inside.filter(({ role, isVisible }) => role === "push button" && isVisible);
      return typeof button === "number" ? buttons[button] : buttons.find(isIt);
    });
    await this.#desktop.press(found);
  }

  sees(text: string): Promise<void> {
    return this.#desktop.sees(text);
  }

  /** Lets the pointer rest on what bears that text until a tooltip says this. */
  async tellsOf(name: string, told: RegExp): Promise<void> {
    await until(`Dino tells ${told} of ${name}`, () => this.#tooltip(name, told), { every: 500 });
  }

  /** Resolves when a query of its database gives something. */
  async remembers(what: string, query: string): Promise<void> {
    await until(`Dino remembers ${what}`, () => this.#select(query), { every: 100 });
  }

  /** Goes offline as people do, so that the server does not wait for it. */
  async quit(): Promise<void> {
    await this.does("quit");
    await exit(this.#process);
  }

  async #tooltip(name: string, told: RegExp): Promise<boolean> {
    const row = await this.#desktop.find(name, (widget) => widget.role === "label" && widget.name === name);
    await this.#desktop.pointAt(row);
    return (await this.#desktop.widgets()).some((widget) => told.test(widget.name));
  }

  /** Resolves with what is picked of all that is in the window of that title, once it is there. */
  #find(title: string, what: string, pick: (inside: readonly Widget[]) => Widget | undefined): Promise<Widget> {
    return until(
      `Dino shows ${what} in ${title}`,
      async () => {
        const widgets = await this.#desktop.widgets();
        const window = widgets.find(({ role, name }) => ["dialog", "frame"].includes(role) && name === title);
        return window && pick(widgets.filter(({ path }) => window.path.every((index, depth) => path[depth] === index)));
      },
      { every: 100, timeout: 30_000, state: () => this.#desktop.overview() },
    );
  }

  #select(query: string): boolean {
    const file = join(this.#home, DATABASE);
    if (!existsSync(file)) return false;
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(query).get() !== undefined;
    } finally {
      database.close();
    }
  }
}

const PROGRAM = "dino-im";
const [BUS_NAME, OBJECT] = ["im.dino.Dino", "/im/dino/Dino"];
const DATABASE = ".local/share/dino/dino.db";
