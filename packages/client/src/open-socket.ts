import type { Socket } from "./options.ts";

/** A stream's line to a server: a WebSocket, or HTTP where the address says so. */
export function openSocket(url: string): Socket {
  return /^wss?:/.test(url) ? (new WebSocket(url, "xmpp") as Socket) : new LateSocket(url, loadBosh());
}

type SocketClass = new (url: string) => Socket;

/** Few need it, so that it is no part of the page. */
async function loadBosh(): Promise<SocketClass> {
  const { BoshSocket } = await import("./bosh/bosh-socket.ts");
  return BoshSocket;
}

/** A socket whose code is still under way. */
class LateSocket implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  #socket: Socket | undefined;
  #isClosed = false;

  constructor(url: string, loading: Promise<SocketClass>) {
    loading.then(
      (Loaded) => this.#isClosed || this.#take(new Loaded(url)),
      () => this.onerror?.(),
    );
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #take(socket: Socket): void {
    this.#socket = socket;
    socket.onopen = () => this.onopen?.();
    socket.onmessage = (event) => this.onmessage?.(event);
    socket.onclose = (event) => this.onclose?.(event);
    socket.onerror = () => this.onerror?.();
  }
}
