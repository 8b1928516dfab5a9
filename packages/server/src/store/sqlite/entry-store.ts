import type { Pairings } from "../pairings.ts";
import type { Passkeys } from "../passkeys.ts";
import type { ReadClient } from "./read-client.ts";
import type { WriteClient } from "./write-client.ts";

interface Calls {
  readonly writer: WriteClient;
  readonly reader: ReadClient;
  now(): number;
}

export function passkeys({ writer, reader, now }: Calls): Passkeys {
  return {
    find: (id) => reader.call("findPasskey", id),
    of: (owner) => reader.call("passkeysOf", owner),
    add: (passkey) => writer.call("addPasskey", passkey, now()),
    use: (id, counter) => writer.call("usePasskey", id, counter, now()),
    remove: (owner, id) => writer.call("removePasskey", owner, id),
    spend: (challenge, expiresAt) => writer.call("spendChallenge", challenge, expiresAt, now()),
  };
}

export function pairings({ writer, reader, now }: Calls): Pairings {
  return {
    open: (pairing) => writer.call("openPairing", pairing, now()),
    find: (key) => reader.call("findPairing", key, now()),
    claim: (key, agent, device) => writer.call("claimPairing", key, agent, device, now()),
    approve: (owner, key) => writer.call("approvePairing", owner, key, now()),
    take: (key, agent) => writer.call("takePairing", key, agent, now()),
    close: (owner, key) => writer.call("closePairing", owner, key),
  };
}
