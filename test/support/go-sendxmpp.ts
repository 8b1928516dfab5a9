import type { ChildProcess } from "node:child_process";
import { endChild, exit, startChild } from "./children.ts";
import { until } from "./condition.ts";

export interface GoSendxmppOptions {
  readonly address: string;
  readonly password: string;
  readonly port: number;
  readonly tls: "starttls" | "direct";
}

/** Sends one message with go-sendxmpp and resolves when it has ended well. */
export async function goSend(
  options: GoSendxmppOptions,
  to: string,
  body: string,
  ...more: readonly string[]
): Promise<void> {
  const child = startChild("go-sendxmpp", [...login(options), ...more, to], { stdio: ["pipe", "ignore", "pipe"] });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdin?.end(body);
  const code = await exit(child);
  if (code !== 0) throw new Error(`go-sendxmpp ended with ${code}: ${errors}`);
}

/** go-sendxmpp that prints what it receives. */
export class GoListener {
  readonly #child: ChildProcess;
  #output = "";

  constructor(options: GoSendxmppOptions, ...more: readonly string[]) {
    this.#child = startChild("go-sendxmpp", [...login(options), "--listen", ...more], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
  }

  sees(text: string): Promise<string> {
    return until(`go-sendxmpp prints ${text}`, () => this.#output.includes(text) && this.#output, {
      state: () => this.#output,
    });
  }

  async quit(): Promise<void> {
    await endChild(this.#child, "SIGKILL");
  }
}

function login({ address, password, port, tls }: GoSendxmppOptions): string[] {
  return ["-u", address, "-p", password, "-j", `127.0.0.1:${port}`, "-n", ...(tls === "direct" ? ["-t"] : [])];
}
