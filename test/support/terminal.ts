import { type ChildProcess, execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { endChild, startChild, temporaryFolder } from "./children.ts";
import { until } from "./condition.ts";

const run = promisify(execFile);

/** A program in a terminal of its own, used as a person would: keys in, screen out. */
export class Terminal {
  readonly #name: string;
  readonly #socket: string;
  readonly #terminals: ChildProcess;

  private constructor(name: string, socket: string, terminals: ChildProcess) {
    this.#name = name;
    this.#socket = socket;
    this.#terminals = terminals;
  }

  /** `prepare` puts the program's configuration into its home, whose path it is given, and resolves with its command line. */
  static async start(name: string, prepare: (home: string) => readonly string[]): Promise<Terminal> {
    const home = temporaryFolder(name.toLowerCase());
    const folders = {
      HOME: home,
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "data"),
      XDG_CACHE_HOME: join(home, "cache"),
    };
    for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
    const program = prepare(home);
    const socket = join(home, "tmux");
    // In the foreground: a daemon would outlive tests that are killed.
    const terminals = startChild("tmux", ["-D", "-u", "-S", socket, "-f", "/dev/null"], { stdio: "ignore" });
    await until("tmux listens", () => existsSync(socket), { every: 5 });
    const variables = Object.entries(folders).map(([variable, value]) => `${variable}=${value}`);
    const command = ["env", "LC_ALL=C.UTF-8", ...variables, ...program].join(" ");
    await run("tmux", ["-u", "-S", socket, "new-session", "-d", "-x", "140", "-y", "50", command]);
    return new Terminal(name, socket, terminals);
  }

  /** Types a line and presses Enter. */
  async type(line: string): Promise<void> {
    await this.#press("-l", line);
    await this.#press("Enter");
  }

  /** Types a line and presses Enter, for programs that take keys that come all at once for a text pasted, and the first for a command. */
  async typeSlowly(line: string): Promise<void> {
    await this.#press("-l", line.slice(0, 1));
    await delay(KEY_TIME);
    await this.#press("-l", line.slice(1));
    await delay(KEY_TIME);
    await this.#press("Enter");
  }

  /** Resolves once the screen, with what has scrolled off, shows the text. */
  sees(text: RegExp | string, timeout = 15_000): Promise<string> {
    return until(`${this.#name} shows ${text}`, async () => find(await this.screen(), text), {
      timeout,
      state: () => this.screen(),
    });
  }

  /** The screen and what has scrolled off, blank lines left out. */
  async screen(): Promise<string> {
    const { stdout } = await run("tmux", ["-S", this.#socket, "capture-pane", "-p", "-J", "-S", "-500"]);
    return stdout.replaceAll(/\n\s*(?=\n)/g, "");
  }

  async quit(): Promise<void> {
    await this.type("/quit").catch(() => undefined);
    await endChild(this.#terminals, "SIGKILL");
  }

  async #press(...keys: readonly string[]): Promise<void> {
    await run("tmux", ["-S", this.#socket, "send-keys", ...keys]);
  }
}

/** In milliseconds. */
const KEY_TIME = 400;

function find(screen: string, text: RegExp | string): string | undefined {
  const isThere = typeof text === "string" ? screen.includes(text) : text.test(screen);
  return isThere ? screen : undefined;
}
