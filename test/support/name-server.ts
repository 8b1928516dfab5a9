import { createSocket } from "node:dgram";

/** A name server, on port 53 of a loopback address of its own. */
export interface NameServer {
  readonly address: string;
  close(): void;
}

const [NO_SUCH_NAME, SRV, INTERNET] = [3, 33, 1];

/** Answers questions for SRV records from the list of services, such as `_xmpp-client._tcp.localhost`, which are all at localhost; knows no other name. */
export async function openNameServer(services: Readonly<Record<string, number>>): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (query, { address, port }) => socket.send(answerTo(query, services), port, address));
  // Linux has the whole of 127.0.0.0/8.
  const address = `127.53.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 254) + 1}`;
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(53, address, resolve);
  });
  return { address, close: () => socket.close() };
}

/** RFC 1035 §4.1, RFC 2782. */
function answerTo(query: Buffer, services: Readonly<Record<string, number>>): Buffer {
  const { name, end } = nameIn(query);
  const question = query.subarray(HEADER, end + 4);
  const port = query.readUInt16BE(end) === SRV ? services[name] : undefined;
  const flags = 0x8180 | (port === undefined ? NO_SUCH_NAME : 0);
  const header = numbers(query.readUInt16BE(0), flags, 1, port === undefined ? 0 : 1, 0, 0);
  if (port === undefined) return Buffer.concat([header, question]);
  const data = Buffer.concat([numbers(0, 0, port), labels("localhost")]);
  const pointerToName = 0xc000 | HEADER;
  return Buffer.concat([header, question, numbers(pointerToName, SRV, INTERNET, 0, 0, data.length), data]);
}

const HEADER = 12;

/** The name that is asked for, in lower case, and where it ends. */
function nameIn(query: Buffer): { name: string; end: number } {
  const parts: string[] = [];
  let at = HEADER;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    parts.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: parts.join(".").toLowerCase(), end: at + 1 };
}

function labels(name: string): Buffer {
  const parts = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function numbers(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) buffer.writeUInt16BE(value, index * 2);
  return buffer;
}
