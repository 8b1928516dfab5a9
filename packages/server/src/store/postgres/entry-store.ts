import type { Pairings } from "../pairings.ts";
import type { Passkeys } from "../passkeys.ts";
import * as pairingQueries from "../queries/pairings.ts";
import * as passkeyQueries from "../queries/passkeys.ts";
import type { Calls } from "./calls.ts";
import { lockAccount } from "./typed-stores.ts";

export function passkeys(calls: Calls, now: () => number): Passkeys {
  return {
    find: (id) => calls.find((db) => passkeyQueries.findPasskey(db, id)),
    of: (owner) => calls.find((db) => passkeyQueries.passkeysOf(db, owner)),
    add: (passkey) =>
      calls.write(`owner ${passkey.owner}`, async (db, connection) => {
        await lockAccount(connection, passkey.owner);
        return passkeyQueries.addPasskey(db, passkey, now());
      }),
    use: (id, counter) => calls.write(`passkey ${id}`, (db) => passkeyQueries.usePasskey(db, id, counter, now())),
    remove: (owner, id) => calls.write(`passkey ${id}`, (db) => passkeyQueries.removePasskey(db, owner, id)),
    spend: (challenge, expiresAt) =>
      calls.write(`challenge ${challenge}`, (db) => passkeyQueries.spendChallenge(db, challenge, expiresAt, now())),
  };
}

export function pairings(calls: Calls, now: () => number): Pairings {
  return {
    open: (pairing) =>
      calls.write(`owner ${pairing.owner}`, async (db, connection) => {
        await lockAccount(connection, pairing.owner);
        return pairingQueries.openPairing(db, pairing, now());
      }),
    find: (key) => calls.find((db) => pairingQueries.findPairing(db, key, now())),
    claim: (key, agent, device) =>
      calls.write(`pairing ${key}`, (db) => pairingQueries.claimPairing(db, key, agent, device, now())),
    approve: (owner, key) =>
      calls.write(`pairing ${key}`, (db) => pairingQueries.approvePairing(db, owner, key, now())),
    take: (key, agent) => calls.write(`pairing ${key}`, (db) => pairingQueries.takePairing(db, key, agent, now())),
    close: (owner, key) => calls.write(`pairing ${key}`, (db) => pairingQueries.closePairing(db, owner, key)),
  };
}
