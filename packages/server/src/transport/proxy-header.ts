import { isIP, type Socket } from "node:net";
import { plainAddress } from "./addresses.ts";

/** As long as a proxy may take, in milliseconds. */
const TIME = 10_000;
/** PROXY protocol §2.1: no header is longer, with its CRLF. */
const MAX_LENGTH = 107;
const START = "PROXY ";

/**
 * Reads what a proxy may say first on a connection that it passes on: who is at its other end (PROXY protocol, version 1). What
 * follows is left on the socket, which is paused. Neither a stream nor TLS begins like it, so a proxy may also say nothing of the kind: then the
 * address is undefined. A header that is broken or does not end ends the connection.
 */
export function readProxyHeader(socket: Socket, onRead: (address: string | undefined) => void): void {
  let text = "";
  const impatience = setTimeout(() => socket.destroy(), TIME);
  const stop = (): void => {
    clearTimeout(impatience);
    socket.off("data", onData).off("close", stop).off("error", ignore);
  };
  const onData = (chunk: Buffer): void => {
    text += chunk.toString("latin1");
    const header = headerOf(text);
    if (header === undefined) return;
    stop();
    if (header === "broken") return void socket.destroy();
    socket.pause().unshift(Buffer.from(text.slice(header.length), "latin1"));
    onRead(header.address);
  };
  socket.on("data", onData).on("close", stop).on("error", ignore);
}

interface Header {
  readonly length: number;
  readonly address: string | undefined;
}

/** undefined: there is more to come. */
function headerOf(text: string): Header | "broken" | undefined {
  if (!START.startsWith(text.slice(0, START.length))) return { length: 0, address: undefined };
  const end = text.indexOf("\r\n");
  if (end < 0) return text.length < MAX_LENGTH ? undefined : "broken";
  const [, family, source = ""] = text.slice(0, end).split(" ");
  if (family === "UNKNOWN") return { length: end + 2, address: undefined };
  return isIP(source) === 0 ? "broken" : { length: end + 2, address: plainAddress(source) };
}

/** The end of the connection follows. */
function ignore(): void {}
