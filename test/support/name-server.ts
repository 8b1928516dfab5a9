import { createSocket } from "node:dgram";

/** A name server, on a loopback address of its own. */
export interface NameServer {
  /** With its port, unless that is 53. */
  readonly address: string;
  /** What was asked for, as `A page.example`, in order. */
  readonly asked: readonly string[];
  close(): void;
}

/** What is known of a name: its IPv4 addresses; a function is asked each time, as whoever owns the name may answer anew each time. */
export type Names = Readonly<Record<string, readonly string[] | (() => readonly string[])>>;

const [NO_SUCH_NAME, A, SRV, INTERNET] = [3, 1, 33, 1];

/**
 * Answers questions for SRV records from the list of services, such as `_xmpp-client._tcp.localhost`, which are all at localhost, and for
 * addresses from the list of names; knows no other name. `port`: 53 as a rule, 0 for any.
 */
export async function openNameServer(
  services: Readonly<Record<string, number>>,
  { names = {}, port = 53 }: { readonly names?: Names; readonly port?: number } = {},
): Promise<NameServer> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (query, from) => socket.send(answerTo(query, services, names, asked), from.port, from.address));
  // Linux has the whole of 127.0.0.0/8.
  const address = `127.53.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 254) + 1}`;
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, address, resolve);
  });
  return {
    address: port === 53 ? address : `${address}:${socket.address().port}`,
    asked,
    close: () => socket.close(),
  };
}

/** RFC 1035 §4.1, RFC 2782. */
function answerTo(query: Buffer, services: Readonly<Record<string, number>>, names: Names, asked: string[]): Buffer {
  const { name, end } = nameIn(query);
  const question = query.subarray(HEADER, end + 4);
  const kind = query.readUInt16BE(end);
  asked.push(`${kind === A ? "A" : kind} ${name}`);
  const known = name in names || name in services;
  const records = kind === A ? addressRecords(names[name]) : serviceRecords(kind === SRV ? services[name] : undefined);
  const flags = 0x8180 | (known ? 0 : NO_SUCH_NAME);
  const header = numbers(query.readUInt16BE(0), flags, 1, records.length, 0, 0);
  const pointerToName = 0xc000 | HEADER;
  const answers = records.map((data) =>
    Buffer.concat([numbers(pointerToName, kind, INTERNET, 0, 0, data.length), data]),
  );
  return Buffer.concat([header, question, ...answers]);
}

function serviceRecords(port: number | undefined): Buffer[] {
  return port === undefined ? [] : [Buffer.concat([numbers(0, 0, port), labels("localhost")])];
}

function addressRecords(known: Names[string] | undefined): Buffer[] {
  const addresses = typeof known === "function" ? known() : (known ?? []);
  return addresses.map((address) => Buffer.from(address.split(".").map(Number)));
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
