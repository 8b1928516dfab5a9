import { type ChildProcess, execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { endChild, startChild, temporaryFolder } from "./children.ts";
import { until } from "./condition.ts";

const run = promisify(execFile);

export interface ProfanityOptions {
  readonly port: number;
  /** "starttls" is XMPP's own upgrade, "direct" is TLS from the first byte. Both trust the server's self-signed certificate. */
  readonly tls: "starttls" | "direct";
}

/** Profanity in a terminal of its own, used as a person would: keys in, screen out. */
export class Profanity {
  readonly #socket: string;
  readonly #terminals: ChildProcess;

  private constructor(socket: string, terminals: ChildProcess) {
    this.#socket = socket;
    this.#terminals = terminals;
  }

  static async start(): Promise<Profanity> {
    const home = temporaryFolder("profanity");
    const folders = {
      HOME: home,
      XDG_CONFIG_HOME: join(home, "config"),
      XDG_DATA_HOME: join(home, "data"),
      XDG_CACHE_HOME: join(home, "cache"),
    };
    mkdirSync(join(home, "config", "profanity"), { recursive: true });
    writeFileSync(join(home, "config", "profanity", "profrc"), settings);
    const socket = join(home, "tmux");
    // In the foreground: a daemon would outlive tests that are killed.
    const terminals = startChild("tmux", ["-D", "-u", "-S", socket, "-f", "/dev/null"], { stdio: "ignore" });
    await until("tmux listens", () => existsSync(socket), { every: 5 });
    const variables = Object.entries(folders).map(([name, value]) => `${name}=${value}`);
    const command = ["env", "LC_ALL=C.UTF-8", ...variables, "profanity", "-l", "DEBUG", "-f", join(home, "log")].join(
      " ",
    );
    await run("tmux", ["-u", "-S", socket, "new-session", "-d", "-x", "140", "-y", "50", command]);
    const profanity = new Profanity(socket, terminals);
    await profanity.sees(/Profanity/);
    return profanity;
  }

  async connect(address: string, password: string, { port, tls }: ProfanityOptions): Promise<void> {
    await this.type(`/connect ${address} server 127.0.0.1 port ${port} tls ${tls === "direct" ? "legacy" : "trust"}`);
    await this.sees(/Enter password/);
    await this.type(password);
    if (tls === "direct") await this.#allowCertificate(address);
    await this.sees(new RegExp(`${address}.*logged in successfully`));
  }

  /** Types a line and presses Enter. */
  async type(line: string): Promise<void> {
    await run("tmux", ["-S", this.#socket, "send-keys", "-l", line]);
    await run("tmux", ["-S", this.#socket, "send-keys", "Enter"]);
  }

  /** Resolves once the screen, with what has scrolled off, shows the text. */
  sees(text: RegExp | string, timeout = 15_000): Promise<string> {
    return until(`Profanity shows ${text}`, async () => find(await this.screen(), text), {
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

  async #allowCertificate(address: string): Promise<void> {
    const screen = await this.sees(/\/tls allow|logged in successfully/);
    if (!screen.includes(`${address} logged in`)) await this.type("/tls allow");
  }
}

const settings = `
[ui]
splash=false
wrap=true
[notifications]
message=off
invite=false
sub=false
[connection]
autoconnect=
[otr]
log=off
`;

function find(screen: string, text: RegExp | string): string | undefined {
  const isThere = typeof text === "string" ? screen.includes(text) : text.test(screen);
  return isThere ? screen : undefined;
}
