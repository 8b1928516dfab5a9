import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { expect, test } from "vitest";
import { MessageSocket } from "./message-socket.ts";

/** What is written to it is gathered, and what is pushed is read. */
function fakeSocket() {
  const written: Buffer[] = [];
  const socket = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  return { socket: socket as Socket, written };
}

const messages = [
  [0, undefined, "plain", true],
  ["zwölf", "十二", { id: 7, key: Uint8Array.of(1, 2, 3) }, new Date(0)],
  "x".repeat(100_000),
  new Map([[1, 2]]),
];

test.each([1, 3, 4_096, 1_000_000])("messages arrive whole and in order, cut into pieces of %i bytes", async (size) => {
  const [sender, receiver] = [fakeSocket(), fakeSocket()];
  const line = new MessageSocket(sender.socket, () => undefined);
  const arrived: unknown[] = [];
  new MessageSocket(receiver.socket, (message) => void arrived.push(message));
  for (const message of messages) line.post(message);
  const bytes = Buffer.concat(sender.written);
  for (let at = 0; at < bytes.length; at += size) receiver.socket.push(bytes.subarray(at, at + size));
  await expect.poll(() => arrived).toEqual(messages);
});
