// node bench/floor/relay.ts FOLDER TCP TLS HTTP FANOUT SCRIPT: passes bytes from one connection to another, and knows nothing of them: what any server on Node pays at least.
import { readFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { type WebSocket, WebSocketServer } from "ws";
import { CERT, KEY } from "../peers/certificate.ts";
import { answerByScript } from "./script.ts";

const [folder = ".", ...ports] = process.argv.slice(2);
const [tcp = 0, tls = 0, http = 0, fanOut = 0, script = 0] = ports.map(Number);
const host = "127.0.0.1";
const certificate = { cert: readFileSync(join(folder, CERT)), key: readFileSync(join(folder, KEY)) };

createServer({ noDelay: true }, couple<Socket>(connectSockets)).listen(tcp, host);
createTlsServer(certificate, couple<Socket>(connectSockets)).listen(tls, host);
const frames = new WebSocketServer({ port: http, host, perMessageDeflate: false, handleProtocols: () => "xmpp" });
frames.on("connection", couple<WebSocket>(connectWebSockets));
createServer({ noDelay: true }, answerByScript).listen(script, host);
createServer({ noDelay: true }, joinAll()).listen(fanOut, host, () => console.log("ready"));

/** Every second connection belongs to the one before it. */
function couple<T>(join: (one: T, other: T) => void): (connection: T) => void {
  let waiting: T | undefined;
  return (connection) => {
    const first = waiting;
    waiting = first === undefined ? connection : undefined;
    if (first !== undefined) join(first, connection);
  };
}

function connectSockets(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on("data", (chunk: Buffer) => to.write(chunk));
    from.on("error", () => from.destroy());
    from.on("close", () => to.destroy());
  }
}

function connectWebSockets(one: WebSocket, other: WebSocket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on("message", (data: Buffer) => to.send(data, { binary: false }));
    from.on("error", () => from.terminate());
    from.on("close", () => to.terminate());
  }
}

/** What came in one turn of the loop goes to each in one piece. */
function joinAll(): (socket: Socket) => void {
  const sockets = new Set<Socket>();
  let gathered: Buffer[] = [];
  const flush = (): void => {
    const all = Buffer.concat(gathered);
    gathered = [];
    for (const each of sockets) each.write(all);
  };
  return (socket) => {
    sockets.add(socket);
    socket.on("data", (chunk: Buffer) => {
      if (gathered.push(chunk) === 1) setImmediate(flush);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
}
