import type { Socket } from "node:net";
import { deserialize, serialize } from "node:v8";

const HEADER = 4;

/** Values over a socket between processes of this machine, as they cross between threads: each behind its length. */
export class MessageSocket {
  readonly #socket: Socket;
  readonly #onMessage: (message: unknown) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes without which nothing can be read. */
  #wanted = HEADER;

  constructor(socket: Socket, onMessage: (message: unknown) => void) {
    this.#socket = socket;
    this.#onMessage = onMessage;
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  post(message: unknown): void {
    if (this.#socket.destroyed) return;
    const bytes = serialize(message);
    const header = Buffer.allocUnsafe(HEADER);
    header.writeUInt32LE(bytes.length);
    this.#socket.cork();
    this.#socket.write(header);
    this.#socket.write(bytes);
    this.#socket.uncork();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#wanted) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const rest = bytes.subarray(this.#read(bytes));
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
  }

  /** Returns where what is not whole begins. */
  #read(bytes: Buffer): number {
    for (let at = 0; ; ) {
      const isHeaderThere = bytes.length - at >= HEADER;
      this.#wanted = isHeaderThere ? HEADER + bytes.readUInt32LE(at) : HEADER;
      if (bytes.length - at < this.#wanted) return at;
      const end = at + this.#wanted;
      this.#onMessage(deserialize(bytes.subarray(at + HEADER, end)));
      at = end;
    }
  }
}
