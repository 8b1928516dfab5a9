import { setFlagsFromString } from "node:v8";
import type { Logger } from "pino";
import { type Config, publicUrlOf } from "../config/config.ts";
import type { Node } from "../node.ts";
import { CommandError } from "./command.ts";
import type { Terminal } from "./terminal.ts";

/** How long sessions are given to go on at other nodes, and to be closed in an orderly way, in milliseconds. */
const stopTime = 25_000;

/** As `leave`; rejects with a CommandError when that takes too long. */
export function leaveInTime(node: Pick<Node, "drain" | "stop">, log: Logger): Promise<void> {
  return withinTime(leave(node, log), stopTime);
}

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
export function keepYoungWhatIsYoung(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}

/** One line for machines, the others for people. */
export function announce(
  config: Config,
  node: Pick<Node, "ports" | "firstRunLink">,
  log: Logger,
  terminal: Terminal,
): void {
  const { http, c2s, c2sTls } = node.ports;
  log.info({ http, c2s, c2sTls }, "listening");
  const clients = [c2s, c2sTls].filter((port) => port !== undefined).join(" and ");
  terminal.out(`Yonder serves ${config.domain} at ${publicUrlOf(config, http)}/ and XMPP clients on port ${clients}.`);
  if (node.firstRunLink !== undefined)
    terminal.out(`Nobody has an account yet. Make the first one here: ${node.firstRunLink}`);
}

/** Reads the certificate again, and says what came of it. */
export async function reload(node: Pick<Node, "reloadCertificate">, log: Logger): Promise<void> {
  try {
    await node.reloadCertificate();
    log.info("certificate read again");
  } catch (error) {
    log.error({ err: error }, "certificate not read again, the former one stays in use");
  }
}

/** Resolves with the first signal that says so. */
export function signalToStop(terminal: Terminal): Promise<string> {
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
