import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PASSWORD } from "./client.ts";
import { accountsOf } from "./play.ts";
import { parseScript, type Script } from "./script.ts";

export interface NamedScript {
  readonly file: string;
  readonly script: Script;
  /** Sets the accounts of this script apart, and with a prefix those of one run. */
  readonly index: number;
}

export const TRANSPORTS = ["tcp", "websocket", "bosh"] as const;

export const scripts: readonly NamedScript[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".scs"))
  .toSorted()
  .map((file, index) => ({ file, index, script: parseScript(readFileSync(join(import.meta.dirname, file), "utf8")) }));

/** How the nodes are configured on which scripts are played. */
export const CONFIGURATION: Readonly<Record<string, string>> = {
  YONDER_PASSWORD_ITERATIONS: "4096",
  YONDER_LOG_LEVEL: "info",
  YONDER_EXTERNAL_SERVICES: "stun:turn.example.org,turn:turn.example.org:3479?transport=tcp",
  YONDER_TURN_SECRET: "s3cret",
  YONDER_COMPONENTS: "irc.localhost:s3cret",
  YONDER_COMPONENT_PORT: "0",
  YONDER_ADMINS: administrators(),
  YONDER_CONTACTS: "abuse=mailto:abuse@example.org,support=https://example.org/help",
  YONDER_OUTAGE_ADDRESSES: "https://status.example.net/example.org.json",
  YONDER_GUESTS: "on",
  YONDER_PUBSUB_CREATION: "everyone",
};

/** All accounts that are needed to play all scripts over all transports. */
export function allAccounts(): { name: string; password: string }[] {
  const names = TRANSPORTS.flatMap((transport) =>
    scripts.flatMap(({ script, index }) => accountsOf(script, runOf(transport, index))),
  );
  return names.map((name) => ({ name, password: PASSWORD }));
}

/** The port where components connect to a node, from what it has printed. */
export function componentPort(output: string): number {
  return Number(/"port":(\d+),"msg":"components may connect"/.exec(output)?.[1]);
}

/** Friar is an administrator, in whatever script. */
function administrators(): string {
  return allAccounts()
    .filter(({ name }) => name.startsWith("friar-"))
    .map(({ name }) => `${name}@localhost`)
    .join(",");
}

export function runOf(transport: string, index: number): string {
  return `${transport.charAt(0)}${index}`;
}
