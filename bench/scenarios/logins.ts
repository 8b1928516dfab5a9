import { type Credentials, login, logout } from "../generator/login.ts";
import type { RunningPeer } from "../peers/peer.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import type { Scenario } from "./scenario.ts";

const concurrency = 8;

/** What it costs to come and go: connect, SCRAM-SHA-1, bind, presence, ping, end of stream. */
export const logins: Scenario = {
  name: "login",
  accounts: 40,
  modes: ["none"],
  needsFreshServer: false,
  run: async (peer, accounts, { isQuick }) => {
    await comeAndGo(peer, accounts, 80);
    const count = isQuick ? 80 : 1200;
    const before = { cpu: cpuMicroseconds(peer.pid), at: performance.now() };
    await comeAndGo(peer, accounts, count);
    const seconds = (performance.now() - before.at) / 1000;
    return { "CPU ms/login": (cpuMicroseconds(peer.pid) - before.cpu) / count / 1000, "logins/s": count / seconds };
  },
};

async function comeAndGo(peer: RunningPeer, accounts: readonly Credentials[], count: number): Promise<void> {
  const turns = Array(count).keys();
  const worker = async (own: readonly Credentials[]): Promise<void> => {
    for (const turn of turns) {
      const account = own[turn % own.length];
      if (account) await logout(await login(peer.tcp, account));
    }
  };
  const shares = Array.from({ length: concurrency }, (_, index) =>
    accounts.filter((_account, at) => at % concurrency === index),
  );
  await Promise.all(shares.map(worker));
}
