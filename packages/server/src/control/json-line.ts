import type { Socket } from "node:net";

/** What a peer sends cannot be used; the message says why. */
export class LineError extends Error {
  override readonly name = "LineError";
}

/** Reads a line of JSON. Rejects with a LineError when it is too long, not there in time (milliseconds), or no JSON; or with the socket's error. */
export async function readJsonLine(socket: Socket, longest: number, time: number): Promise<unknown> {
  const line = await readLine(socket, longest, time);
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new LineError("what came is not JSON", { cause: error });
  }
}

function readLine(socket: Socket, longest: number, time: number): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new LineError(`nothing came within ${time / 1_000} s`)), time);
  let line = "";
  const onData = (chunk: string) => {
    const end = chunk.indexOf("\n");
    line += end === -1 ? chunk : chunk.slice(0, end);
    if (line.length > longest) reject(new LineError("what came is too long"));
    else if (end !== -1) resolve(line);
  };
  socket.setEncoding("utf8");
  socket.on("data", onData);
  socket.once("error", reject);
  socket.once("close", () => reject(new LineError("the connection was closed")));
  return promise.finally(() => {
    clearTimeout(timer);
    socket.off("data", onData);
    socket.off("error", reject);
    // What else comes is not read into memory.
    socket.pause();
  });
}
