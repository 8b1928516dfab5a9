import type { Endpoint } from "../generator/link.ts";
import type { Credentials } from "../generator/login.ts";
import { Pair, type PairOptions } from "../generator/pair.ts";
import type { RunningPeer } from "../peers/peer.ts";
import type { Setting } from "./scenario.ts";

/** Logs the accounts in two by two. */
export async function connectPairs(
  endpoint: Endpoint,
  accounts: readonly Credentials[],
  count: number,
  options: PairOptions,
  across?: Endpoint,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let index = 0; index < count; index++) {
    const [from, to] = [accounts[2 * index], accounts[2 * index + 1]];
    if (!from || !to) throw new Error(`${count} pairs need ${2 * count} accounts`);
    pairs.push(await Pair.connect(endpoint, from, to, options, across));
  }
  return pairs;
}

/** With a durable archive, the acknowledgement is what is measured. */
export function pairOptions({ mode, isAlwaysArchiving }: Setting, recipientAcks = false): PairOptions {
  return { wantsAcks: mode !== "none", recipientAcks, isNoStore: mode === "none" && isAlwaysArchiving };
}

export function endpointOf(peer: RunningPeer, transport: Endpoint["transport"]): Endpoint {
  return peer[transport];
}
