import { type ChildProcess, execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { atExit, endChild, exit, startChild, temporaryFolder } from "./children.ts";
import { until } from "./condition.ts";

const run = promisify(execFile);

/** A program in a terminal of its own, used as a person would: keys in, screen out. It ends with the test at the latest. */
export class Terminal {
  readonly #name: string;
  readonly #socket: string;
  readonly #terminals: ChildProcess;
  readonly #keyTime: number;
  /** Some stay when their terminal goes. */
  readonly #killProgram: () => void;

  private constructor(name: string, socket: string, terminals: ChildProcess, keyTime: number, program: number) {
    this.#name = name;
    this.#socket = socket;
    this.#terminals = terminals;
    this.#keyTime = keyTime;
    this.#killProgram = atExit(() => killGroup(program));
    onTestFinished(() => this.#end());
  }

  /**
   * `prepare` puts the program's configuration into its home, whose path it is given, and resolves with its command line.
   * Some programs take keys that come all at once for a text pasted, and the first for a command: those need a `keyTime`,
   * in milliseconds.
   */
  static async start(name: string, prepare: (home: string) => readonly string[], keyTime = 0): Promise<Terminal> {
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
    const size = ["-x", "140", "-y", "50"];
    const exitWhenEmpty = ["set", "-s", "exit-empty", "on", ";"];
    const session = [...exitWhenEmpty, "new-session", "-d", "-P", "-F", "#{pane_pid}", ...size, `exec ${command}`];
    const { stdout } = await run("tmux", ["-u", "-S", socket, ...session]);
    return new Terminal(name, socket, terminals, keyTime, Number(stdout));
  }

  /** Types a line and presses Enter. */
  async type(line: string): Promise<void> {
    for (const keys of this.#keyTime > 0 ? [line.slice(0, 1), line.slice(1)] : [line]) {
      await this.#press("-l", keys);
      await delay(this.#keyTime);
    }
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
    const impatience = setTimeout(() => this.#end(), 5000);
    await exit(this.#terminals);
    clearTimeout(impatience);
  }

  async #end(): Promise<void> {
    this.#killProgram();
    await endChild(this.#terminals, "SIGKILL");
  }

  async #press(...keys: readonly string[]): Promise<void> {
    await run("tmux", ["-S", this.#socket, "send-keys", ...keys]);
  }
}

/** The program leads a group, as whatever tmux starts. */
function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function find(screen: string, text: RegExp | string): string | undefined {
  const isThere = typeof text === "string" ? screen.includes(text) : text.test(screen);
  return isThere ? screen : undefined;
}
