import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Terminal } from "./terminal.ts";

export interface ProfanityOptions {
  readonly port: number;
  /** "starttls" is XMPP's own upgrade, "direct" is TLS from the first byte. Both trust the server's self-signed certificate. */
  readonly tls: "starttls" | "direct";
}

/** Profanity in a terminal of its own. */
export class Profanity {
  readonly #terminal: Terminal;

  private constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  static async start(): Promise<Profanity> {
    const terminal = await Terminal.start("Profanity", (home) => {
      mkdirSync(join(home, "config", "profanity"), { recursive: true });
      writeFileSync(join(home, "config", "profanity", "profrc"), settings);
      return ["profanity", "-l", "DEBUG", "-f", join(home, "log")];
    });
    await terminal.sees(/Profanity/);
    return new Profanity(terminal);
  }

  async connect(address: string, password: string, { port, tls }: ProfanityOptions): Promise<void> {
    await this.type(`/connect ${address} server 127.0.0.1 port ${port} tls ${tls === "direct" ? "legacy" : "trust"}`);
    await this.sees(/Enter password/);
    await this.type(password);
    if (tls === "direct") await this.#allowCertificate(address);
    await this.sees(new RegExp(`${address}.*logged in successfully`));
  }

  /** Types a line and presses Enter. */
  type(line: string): Promise<void> {
    return this.#terminal.type(line);
  }

  /** Resolves once the screen, with what has scrolled off, shows the text. */
  sees(text: RegExp | string): Promise<string> {
    return this.#terminal.sees(text);
  }

  quit(): Promise<void> {
    return this.#terminal.quit();
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
