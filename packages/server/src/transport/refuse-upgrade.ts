import type { Duplex } from "node:stream";

/** Answers a request to upgrade, such as "404 Not Found", and lets the socket go: Node's HTTP server counts and times it no longer. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
