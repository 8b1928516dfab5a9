import type { Credentials } from "../generator/login.ts";
import type { RunningPeer } from "../peers/peer.ts";
import { connectPairs, pairOptions } from "./pairs.ts";
import { elapse, type Figures, type Scenario, type Setting } from "./scenario.ts";
import { keepInFlight, measurePairs } from "./windowed.ts";

const pairs = 20;
const accountPairs = 500;
const stored = 10_000_000;

/** Whether a message costs more once there are many: on an empty store, then on one that is full. */
export const growth: Scenario = {
  name: `growth to ${stored.toLocaleString("en")} messages`,
  accounts: (isQuick) => 2 * (isQuick ? pairs : accountPairs),
  modes: ["durable"],
  needsFreshServer: true,
  isOnce: true,
  seconds: 400,
  run: async (peer, accounts, setting) => {
    if (!peer.fillArchive) throw new Error("It has no archive");
    const empty = await send(peer, accounts, setting);
    const owners = setting.isQuick ? pairs : accountPairs;
    const started = performance.now();
    await peer.fillArchive({ pairs: owners, messagesEach: setting.isQuick ? 1_000 : stored / owners });
    const seconds = (performance.now() - started) / 1000;
    const full = await send(peer, accounts, setting);
    return {
      "CPU µs/message, empty": empty["CPU µs/message"] ?? Number.NaN,
      "CPU µs/message, full": full["CPU µs/message"] ?? Number.NaN,
      "messages/s, empty": empty["messages/s"] ?? Number.NaN,
      "messages/s, full": full["messages/s"] ?? Number.NaN,
      "seconds to fill and start": seconds,
    };
  },
};

async function send(peer: RunningPeer, accounts: readonly Credentials[], setting: Setting): Promise<Figures> {
  const connected = await connectPairs(peer.tcp, accounts, pairs, pairOptions(setting));
  for (const pair of connected) keepInFlight(pair, 10);
  await elapse(setting.isQuick ? 300 : 3_000);
  const figures = await measurePairs(peer.pid, connected, setting.isQuick ? 700 : 10_000);
  await Promise.all(connected.map((pair) => pair.close()));
  return figures;
}
