import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeCertificate } from "./certificate.ts";
import { freePort, freePorts, type Peer, type RunningPeer, Server, spawnPinned, workFolder } from "./peer.ts";

const relay = join(import.meta.dirname, "..", "floor", "relay.ts");

/** A relay on Node that reads nothing of what it passes on. It has no accounts, no archive, no rooms. */
export const floor: Peer = { name: "floor", version: process.version, start };

async function start(): Promise<RunningPeer> {
  const folder = workFolder("floor");
  const [ports, fanOut, script] = [await freePorts(), await freePort(), await freePort()];
  await writeCertificate(folder);
  const numbers = [ports.c2s, ports.tls, ports.http, fanOut, script].map(String);
  const server = await Server.start(
    folder,
    () => spawnPinned(process.execPath, [relay, folder, ...numbers], folder),
    (child) => untilReady(child, join(folder, "output.log")),
  );
  const peer = server.asPeer(ports, "/", () => undefined);
  return {
    pid: server.pid,
    tcp: { ...peer.tcp, isBare: true },
    tls: { ...peer.tls, isBare: true },
    websocket: { ...peer.websocket, isBare: true },
    fanOut: { ...peer.tcp, port: fanOut, isBare: true },
    script: { ...peer.tcp, port: script },
    restart: peer.restart,
    stop: peer.stop,
  };
}

/** A connection to look whether it listens would be somebody's other half. */
async function untilReady(child: ChildProcess, log: string): Promise<void> {
  while (child.exitCode === null) {
    if (readFileSync(log, "latin1").includes("ready")) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The relay ended with ${child.exitCode}`);
}
