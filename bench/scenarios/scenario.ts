import type { Credentials } from "../generator/login.ts";
import type { ArchiveMode, RunningPeer } from "../peers/peer.ts";

/** Named figures of one run, each with its unit in the name. */
export type Figures = Readonly<Record<string, number>>;

export interface Scenario {
  readonly name: string;
  /** How many accounts the server must have. */
  accounts(isQuick: boolean): number;
  /** In which archive modes it makes sense. */
  readonly modes: readonly ArchiveMode[];
  /** A server is started anew for each run, as memory tells nothing after other runs. */
  readonly needsFreshServer: boolean;
  /** It is measured on a bare relay too, or there alone. */
  readonly floor?: "too" | "only";
  /** One run of it is enough, or all that time allows. */
  readonly isOnce?: boolean;
  /** What a full run takes, about; the start of a fresh server included. */
  readonly seconds: number;
  run(peer: RunningPeer, accounts: readonly Credentials[], setting: Setting): Promise<Figures>;
}

export interface Setting {
  readonly mode: ArchiveMode;
  /** The server archives whatever it is not told to leave out, so that mode `none` needs the no-store hint. */
  readonly isAlwaysArchiving: boolean;
  /** Everything shorter and smaller, to see whether it works. */
  readonly isQuick: boolean;
}

/** Resolves after so many milliseconds of load. */
export function elapse(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
