import { randomBytes } from "node:crypto";
import { chmod, mkdir, rename, unlink } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import type { Logger } from "pino";
import { ControlError, isAlive } from "./ask.ts";
import { controlPath } from "./control-path.ts";
import { LineError, readJsonLine } from "./json-line.ts";

/** Does what a command asks for. A ControlError says why it does not; anything else thrown is logged. */
export type ControlHandler = (argument: string) => Promise<string>;

/** Characters of a question. */
const LONGEST_QUESTION = 16_384;
/** Milliseconds in which a question must be there. */
const QUESTION_TIME = 5_000;
const MOST_CONNECTIONS = 16;

/**
 * Where commands on this machine ask the running node: a Unix socket for the node's own user (and root) alone. Over a connection comes one
 * question, a line of JSON, and one answer goes back.
 */
export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;
  readonly #log: Logger;
  readonly #handlers = new Map<string, ControlHandler>();
  readonly #sockets = new Set<Socket>();

  private constructor(path: string, log: Logger) {
    this.#path = path;
    this.#log = log;
    this.#server = createServer((socket) => void this.#serve(socket));
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  /** Takes the place of a socket that nobody listens on. Undefined, after a warning: there is another node, or it cannot be made. */
  static async open(dataDir: string, log: Logger): Promise<ControlSocket | undefined> {
    const path = controlPath(dataDir);
    try {
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      if (await isAlive(path)) throw new Error("another process listens there");
      const control = new ControlSocket(path, log);
      await control.#listen();
      return control;
    } catch (error) {
      log.warn({ err: error, path }, "no commands are taken while this node runs: its control socket cannot be made");
      return undefined;
    }
  }

  /** Who answers questions of this name. */
  on(name: string, handler: ControlHandler): void {
    this.#handlers.set(name, handler);
  }

  async close(): Promise<void> {
    const isClosed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await unlink(this.#path).catch((error: unknown) =>
      this.#log.debug({ err: error }, "control socket is gone already"),
    );
    for (const socket of this.#sockets) socket.destroy();
    await isClosed;
  }

  /** It gets its name when nobody else may use it any more. */
  async #listen(): Promise<void> {
    const path = `${this.#path}.${randomBytes(3).toString("hex")}`;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once("error", reject);
    this.#server.listen(path, resolve);
    await promise;
    this.#server.off("error", reject);
    this.#server.on("error", (error) => this.#log.warn({ err: error }, "control socket failed"));
    await chmod(path, 0o600);
    await rename(path, this.#path);
  }

  async #serve(socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", (error) => this.#log.debug({ err: error }, "who asked has gone"));
    const answer = await this.#answer(socket).catch((error: unknown) => this.#refusal(error));
    socket.end(`${JSON.stringify(answer)}\n`);
  }

  async #answer(socket: Socket): Promise<{ answer: string }> {
    const { ask, argument } = questionOf(await readJsonLine(socket, LONGEST_QUESTION, QUESTION_TIME));
    const handler = this.#handlers.get(ask);
    if (!handler) throw new ControlError(`this node does not know how to ${ask}`);
    return { answer: await handler(argument) };
  }

  #refusal(error: unknown): { error: string } {
    if (error instanceof ControlError || error instanceof LineError) return { error: error.message };
    this.#log.error({ err: error }, "a command failed");
    return { error: "it failed; the node's log tells more" };
  }
}

function questionOf(line: unknown): { ask: string; argument: string } {
  const { ask, argument } = (line ?? {}) as { ask?: unknown; argument?: unknown };
  if (typeof ask !== "string" || typeof argument !== "string") throw new ControlError("that is no question");
  return { ask, argument };
}
