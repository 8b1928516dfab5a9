import type { Endpoint } from "../generator/link.ts";
import { type Credentials, login, logout } from "../generator/login.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import type { Scenario } from "./scenario.ts";

const concurrency = 8;

const people = 40;
/** Logins that do not count: a server that has just begun is still being compiled. */
const forNothing = 2_000;

/** What it costs to come and go: connect, SCRAM-SHA-1, bind, presence, ping, end of stream; with STARTTLS before all that, or without. */
export function logins(startsTls = false): Scenario {
  return {
    name: startsTls ? "login, STARTTLS" : "login",
    accounts: () => people,
    modes: ["none"],
    needsFreshServer: false,
    ...(!startsTls && { floor: "too" as const }),
    seconds: 20,
    run: async (peer, everybody, { isQuick }) => {
      const endpoint = { ...(peer.script ?? peer.tcp), startsTls };
      const accounts = everybody.slice(0, people);
      await comeAndGo(endpoint, accounts, isQuick ? 80 : forNothing);
      const count = isQuick ? 80 : 1200;
      const before = { cpu: cpuMicroseconds(peer.pid), at: performance.now() };
      await comeAndGo(endpoint, accounts, count);
      const seconds = (performance.now() - before.at) / 1000;
      return { "CPU ms/login": (cpuMicroseconds(peer.pid) - before.cpu) / count / 1000, "logins/s": count / seconds };
    },
  };
}

async function comeAndGo(endpoint: Endpoint, accounts: readonly Credentials[], count: number): Promise<void> {
  const turns = Array(count).keys();
  const worker = async (own: readonly Credentials[]): Promise<void> => {
    for (const turn of turns) {
      const account = own[turn % own.length];
      if (account) await logout(await login(endpoint, account));
    }
  };
  const shares = Array.from({ length: concurrency }, (_, index) =>
    accounts.filter((_account, at) => at % concurrency === index),
  );
  await Promise.all(shares.map(worker));
}
