import { connect, type Socket } from "node:net";
import type { Link } from "../generator/link.ts";
import { type Credentials, login, loginAll } from "../generator/login.ts";
import type { RunningPeer } from "../peers/peer.ts";
import { memoryBytes } from "../process-cost.ts";
import { Canary } from "./canary.ts";
import { pairOptions } from "./pairs.ts";
import type { Scenario } from "./scenario.ts";

const halfOpen = 2_000;
const readers = 500;
const storm = 1_000;
const underWay = 500;
const body = "x".repeat(50_000);
/** How long all of that goes on, at the least. */
const milliseconds = 15_000;

/** All at once: many who come half-way, many who never read and are written to, and logins without end; two who write to each other meanwhile. */
export const siege: Scenario = {
  name: `${halfOpen} half-open, ${readers} who never read, ${storm} log in again and again`,
  accounts: () => 2 + 1 + readers + storm,
  modes: ["durable"],
  needsFreshServer: true,
  isOnce: true,
  seconds: 60,
  run: async (peer, accounts, setting) => {
    const [writer, ...others] = accounts.slice(2);
    if (!writer) throw new Error("There is nobody who writes");
    const silent = others.slice(0, readers);
    const stormers = others.slice(readers);
    for (const link of await loginAll(peer.tcp, stormers)) link.close();
    const canary = await Canary.start({
      endpoint: peer.tcp,
      accounts: accounts.slice(0, 2),
      options: pairOptions(setting),
    });
    const before = memoryBytes(peer.pid).rss;
    const half = await comeHalfWay(peer.tcp.port);
    const quiet = await neverRead(peer, silent);
    const link = await login(peer.tcp, writer);
    const memory = watchMemory(peer.pid);
    let isOver = false;
    const end = () => {
      isOver = true;
      memory.end();
    };
    const writing = writeToAll(link, silent, () => isOver);
    const { outcome: rate, latencies } = await canary.during(() =>
      comeAndGo(peer, stormers, setting.isQuick ? 2_000 : milliseconds).finally(end),
    );
    const written = await writing;
    for (const link of quiet) link.close();
    for (const socket of half) socket.destroy();
    return {
      ...latencies,
      "RSS MiB before": before / 2 ** 20,
      "RSS MiB at most": memory.most / 2 ** 20,
      "logins/s": rate,
      "MB written to those who never read": written / 1e6,
    };
  },
};

/** All of them, again and again, for so long at the least. @returns logins a second */
async function comeAndGo(peer: RunningPeer, accounts: readonly Credentials[], ms: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < ms; count += accounts.length)
    for (const link of await loginAll(peer.tcp, accounts, underWay)) link.close();
  return (1_000 * count) / (performance.now() - start);
}

/** Streams that are opened, and come no further. */
function comeHalfWay(port: number): Promise<Socket[]> {
  const opening =
    "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
  return Promise.all(
    Array.from({ length: halfOpen }, async () => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined).resume();
      await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
      socket.write(opening);
      return socket;
    }),
  );
}

async function neverRead(peer: RunningPeer, accounts: readonly Credentials[]): Promise<Link[]> {
  const links = await loginAll(peer.tcp, accounts);
  for (const link of links) link.stopReading();
  return links;
}

/** As fast as the server takes it, as long as it does. @returns bytes */
async function writeToAll(link: Link, everybody: readonly Credentials[], isOver: () => boolean): Promise<number> {
  link.onChunk = () => undefined;
  let count = 0;
  do {
    const username = everybody[count % everybody.length]?.username;
    link.send(
      `<message xmlns='jabber:client' to='${username}@localhost' type='chat' id='s${count}'><body>${body}</body></message>`,
    );
    count += 1;
  } while ((await link.untilWritten()) && !isOver());
  link.close();
  return count * body.length;
}

/** The most memory that the server has until the end, as looked up again and again; bytes. */
function watchMemory(pid: number) {
  const memory = { most: memoryBytes(pid).rss, end: () => clearInterval(timer) };
  const timer = setInterval(() => {
    memory.most = Math.max(memory.most, memoryBytes(pid).rss);
  }, 200);
  return memory;
}
