import { setFlagsFromString } from "node:v8";
import pino, { type Logger } from "pino";
import { type Config, publicUrlOf } from "../config/config.ts";
import type { Node } from "../node.ts";
import { inspectCertificate } from "./certificate.ts";
import { type Command, CommandError } from "./command.ts";
import { inspectDataFolder } from "./data-folder.ts";
import type { Terminal } from "./terminal.ts";

/** How long sessions are given to go on at other nodes, and to be closed in an orderly way, in milliseconds. */
const stopTime = 25_000;

export const start: Command = {
  name: "start",
  operands: [],
  summary: "Runs a node until SIGTERM or SIGINT; SIGHUP makes it read the certificate again",
  async run({ config, terminal }) {
    const log = pino({ level: config.logLevel, base: { node: config.nodeId } });
    terminal.onCrash((error) => log.fatal({ err: error }, "crashed"));
    keepYoungWhatIsYoung();
    await inspect(config, log);
    // From here on a signal is waited for: one that comes while the node starts stops it in order too.
    const stopSignal = signalToStop(terminal);
    const { startNode } = await import("../node.ts");
    const node = await startNode(config, log);
    announce(config, node, log, terminal);
    terminal.onSignal("SIGHUP", () => void reload(node, log));
    const signal = await stopSignal;
    log.info({ signal }, "stopping");
    await withinTime(leave(node, log), stopTime);
    log.info("stopped");
  },
};

/** Where there are other nodes, people go on there; then this one ends, even if that did not go well. */
export async function leave(node: Pick<Node, "drain" | "stop">, log: Logger): Promise<void> {
  try {
    const { kind, ...figures } = await node.drain();
    if (kind === "drained") log.info(figures, "sessions were sent to other nodes");
  } finally {
    await node.stop();
  }
}

/**
 * While people log in, most of what is made stays. From that V8 concludes that arrays and the like made in the same places later will
 * stay too, and makes them where only a full collection finds them: as parts of messages they would keep whole messages with them.
 */
function keepYoungWhatIsYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}

async function inspect(config: Config, log: Logger): Promise<void> {
  for (const { kind, text } of [
    await inspectDataFolder(config.dataDir),
    ...(await inspectCertificate(config, new Date())),
  ]) {
    if (kind === "wrong") throw new CommandError(text);
    if (kind === "warning") log.warn(text);
  }
}

/** One line for machines, the others for people. */
function announce(config: Config, node: Node, log: Logger, terminal: Terminal): void {
  const { http, c2s, c2sTls } = node.ports;
  log.info({ http, c2s, c2sTls }, "listening");
  const clients = [c2s, c2sTls].filter((port) => port !== undefined).join(" and ");
  terminal.out(`Yonder serves ${config.domain} at ${publicUrlOf(config, http)}/ and XMPP clients on port ${clients}.`);
  if (node.firstRunLink !== undefined)
    terminal.out(`Nobody has an account yet. Make the first one here: ${node.firstRunLink}`);
}

async function reload(node: Node, log: Logger): Promise<void> {
  try {
    await node.reloadCertificate();
    log.info("certificate read again");
  } catch (error) {
    log.error({ err: error }, "certificate not read again, the former one stays in use");
  }
}

function signalToStop(terminal: Terminal): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) terminal.onSignal(signal, () => resolve(signal));
  });
}

async function withinTime(work: Promise<void>, milliseconds: number): Promise<void> {
  const time = AbortSignal.timeout(milliseconds);
  const isOver = new Promise<never>((_, reject) => {
    time.addEventListener("abort", () =>
      reject(new CommandError(`not stopped within ${milliseconds / 1000} s, giving up`)),
    );
  });
  await Promise.race([work, isOver]);
}
