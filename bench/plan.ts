import { ejabberd } from "./peers/ejabberd.ts";
import { floor } from "./peers/floor.ts";
import type { ArchiveMode, Peer } from "./peers/peer.ts";
import { prosody } from "./peers/prosody.ts";
import { yonder } from "./peers/yonder.ts";
import { archivePaging } from "./scenarios/archive-paging.ts";
import { commits } from "./scenarios/commits.ts";
import { endurance } from "./scenarios/endurance.ts";
import { growth } from "./scenarios/growth.ts";
import { idle } from "./scenarios/idle.ts";
import { logins } from "./scenarios/logins.ts";
import { paced } from "./scenarios/paced.ts";
import { presence } from "./scenarios/presence.ts";
import { room } from "./scenarios/room.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { siege } from "./scenarios/siege.ts";
import { storm } from "./scenarios/storm.ts";
import { windowed } from "./scenarios/windowed.ts";

const scenarios: readonly Scenario[] = [
  windowed({ transport: "tcp", pairs: 20, inFlight: 10 }),
  windowed({ transport: "tcp", pairs: 150, inFlight: 1, modes: ["none", "durable"] }),
  windowed({ transport: "tls", pairs: 20, inFlight: 10, modes: ["none", "durable"] }),
  windowed({ transport: "websocket", pairs: 20, inFlight: 10, modes: ["none", "durable"] }),
  windowed({ transport: "tcp", pairs: 20, inFlight: 10, recipientAcks: true, modes: ["durable"] }),
  paced(500),
  paced(2000),
  logins(),
  logins(true),
  ...[1, 16, 64, 200].map(commits),
  idle("tcp"),
  idle("tls"),
  idle("websocket"),
  storm,
  siege,
  presence,
  room(200, 10),
  room(2000, 90),
  archivePaging,
  growth,
  endurance,
];

const servers = [yonder, prosody, ejabberd, floor];
const secondsToStart = 5;

/** What the command line asks for. */
export interface Wish {
  /** Names of servers, in small letters. */
  readonly only: readonly string[];
  /** What a scenario's name must have in it. */
  readonly scenario: RegExp;
  readonly modes: readonly ArchiveMode[];
  readonly runs: number;
}

/** Scenarios that one server, started once, goes through one after another, each so many times. */
export interface Leg {
  readonly peer: Peer;
  readonly mode: ArchiveMode;
  readonly scenarios: readonly Scenario[];
  readonly runs: number;
}

/** Scenarios that need a fresh server get one for each run; the others share one. */
export function plan({ only, scenario, modes, runs }: Wish): Leg[] {
  const peers = servers.filter(({ name }) => only.includes(name.toLowerCase()));
  return peers.flatMap((peer) =>
    modes.flatMap((mode) => {
      const chosen = scenarios.filter(
        (one) => scenario.test(one.name) && one.modes.includes(mode) && isFor(one, peer, mode),
      );
      const shared = chosen.filter(({ needsFreshServer }) => !needsFreshServer);
      const alone = chosen.filter(({ needsFreshServer }) => needsFreshServer);
      const fresh = alone.flatMap((one) => Array.from({ length: one.isOnce ? 1 : runs }, () => [one]));
      return [
        ...(shared.length > 0 ? [{ peer, mode, scenarios: shared, runs }] : []),
        ...fresh.map((one) => ({ peer, mode, scenarios: one, runs: 1 })),
      ];
    }),
  );
}

/** How long all that takes when nothing is cut short, about. */
export function secondsFor(legs: readonly Leg[]): number {
  const of = ({ scenarios, runs }: Leg): number =>
    secondsToStart + runs * scenarios.reduce((sum, { seconds }) => sum + seconds, 0);
  return legs.reduce((sum, leg) => sum + of(leg), 0);
}

function isFor({ floor: place }: Scenario, peer: Peer, mode: ArchiveMode): boolean {
  if (peer === yonder && mode === "usual") return false;
  if (peer !== floor) return place !== "only";
  return place === "only" || (place === "too" && mode === "none");
}
