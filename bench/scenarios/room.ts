import type { Credentials } from "../generator/login.ts";
import { Room } from "../generator/room.ts";
import type { RunningPeer } from "../peers/peer.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import { percentiles } from "./percentiles.ts";
import { elapse, type Figures, type Scenario, type Setting } from "./scenario.ts";

const inFlight = 10;
const deliveriesPerSecond = 2_000;

/**
 * A chat room where everything is told to everybody: as fast as it goes, then at a steady rate for the latencies.
 * A room that takes minutes to enter, as Prosody goes through all who are there for each newcomer, is entered once.
 */
export function room(occupants: number, secondsToEnter: number): Scenario {
  return {
    name: `a room of ${occupants}`,
    accounts: (isQuick) => (isQuick ? Math.min(100, occupants) : occupants),
    modes: ["none", "durable"],
    needsFreshServer: true,
    floor: "too",
    isOnce: secondsToEnter > 60,
    seconds: 30 + secondsToEnter,
    run: (peer, accounts, setting) => measure(peer, accounts.slice(0, setting.isQuick ? 100 : occupants), setting),
  };
}

async function measure(peer: RunningPeer, accounts: readonly Credentials[], setting: Setting): Promise<Figures> {
  const isNoStore = setting.mode === "none" && setting.isAlwaysArchiving;
  const room = await Room.enter(peer.fanOut ?? peer.tcp, accounts, isNoStore);
  room.keepInFlight(inFlight);
  await elapse(setting.isQuick ? 300 : 2_000);
  const before = sample(peer.pid, room);
  await elapse(setting.isQuick ? 700 : 5_000);
  const after = sample(peer.pid, room);
  await room.untilQuiet();
  const rate = deliveriesPerSecond / accounts.length;
  const latencies = await room.sendSteadily(rate, setting.isQuick ? 1_000 : 10_000);
  await room.leave();
  const deliveries = after.deliveries - before.deliveries;
  return {
    "deliveries/s": (deliveries * 1000) / (after.at - before.at),
    "CPU µs/delivery": (after.cpu - before.cpu) / deliveries,
    ...percentiles(latencies),
    "generator CPU µs/delivery": (after.own - before.own) / deliveries,
  };
}

function sample(pid: number, room: Room): { at: number; deliveries: number; cpu: number; own: number } {
  const own = process.cpuUsage();
  const { deliveries } = room;
  return { at: performance.now(), deliveries, cpu: cpuMicroseconds(pid), own: own.user + own.system };
}
