import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { exit, startChild } from "./children.ts";
import { until } from "./condition.ts";
import { debianPython } from "./programs.ts";

export interface SlixmppOptions {
  readonly jid: string;
  readonly password: string;
  readonly port: number;
  readonly tls: "starttls" | "direct";
}

export type SlixmppEvent =
  | { event: "online"; jid: string }
  | { event: "refused" }
  | { event: "disconnected" }
  | { event: "asked"; jid: string }
  | { event: "sent"; id: string }
  | { event: "receipt"; id: string }
  | { event: "history"; bodies: string[] }
  | { event: "presence"; sender: string; show: string }
  | { event: "joined"; room: string }
  | { event: "uploaded"; url: string }
  | { event: "resumable" }
  | { event: "resumed" }
  | { event: "message"; sender: string; body: string; id: string };

type Kind = SlixmppEvent["event"];
type OfKind<K extends Kind> = Extract<SlixmppEvent, { event: K }>;

/** slixmpp, the Python library, in a process of its own. */
export class Slixmpp {
  readonly events: SlixmppEvent[] = [];
  readonly #child: ChildProcess;
  #errors = "";

  constructor(options: SlixmppOptions) {
    this.#child = startChild(debianPython, [join(import.meta.dirname, "slixmpp-driver.py"), JSON.stringify(options)], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const { stdout, stderr } = this.#child;
    if (stdout)
      createInterface({ input: stdout }).on("line", (line) => this.events.push(JSON.parse(line) as SlixmppEvent));
    stderr?.on("data", (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  send(to: string, body: string): void {
    this.#command({ do: "send", to, body });
  }

  /** Puts somebody on the roster and asks to see them. */
  add(jid: string, name: string): void {
    this.#command({ do: "add", jid, name });
  }

  async join(room: string): Promise<void> {
    this.#command({ do: "join", room });
    await this.sees("joined");
  }

  say(room: string, body: string): void {
    this.#command({ do: "say", room, body });
  }

  /** Uploads a file (XEP-0363) and resolves with its address. */
  async upload(file: string): Promise<string> {
    this.#command({ do: "upload", file });
    return (await this.sees("uploaded")).url;
  }

  /** The bodies in the archive of the conversation (XEP-0313), oldest first. */
  async history(peer: string): Promise<string[]> {
    this.#command({ do: "history", with: peer });
    return (await this.sees("history")).bodies;
  }

  /** The first event of a kind that matches, also one that came before. */
  sees<K extends Kind>(kind: K, matches: (event: OfKind<K>) => boolean = () => true): Promise<OfKind<K>> {
    const isIt = (event: SlixmppEvent): event is OfKind<K> => event.event === kind && matches(event as OfKind<K>);
    return until(`slixmpp reports ${kind}`, () => this.events.find(isIt), {
      state: () => `${JSON.stringify(this.events)}\n${this.#errors}`,
    });
  }

  /** Says goodbye, so that the server does not wait for this session to come back. */
  async quit(): Promise<void> {
    this.#command({ do: "quit" });
    const impatience = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await exit(this.#child);
    clearTimeout(impatience);
  }

  #command(command: Readonly<Record<string, string>>): void {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }
}
