import type { Departures } from "../departures.ts";
import { hashOf } from "../invitation-token.ts";
import * as accountQueries from "../queries/accounts.ts";
import * as departureQueries from "../queries/departures.ts";
import * as invitationQueries from "../queries/invitations.ts";
import * as rosterQueries from "../queries/rosters.ts";
import * as settingQueries from "../queries/settings.ts";
import * as tokenQueries from "../queries/tokens.ts";
import * as uploadQueries from "../queries/uploads.ts";
import type { Accounts, Invitations, NewAccount, Rosters, Settings } from "../store.ts";
import { StoreError } from "../store-error.ts";
import type { Tokens } from "../tokens.ts";
import type { Uploads } from "../uploads.ts";
import type { Calls } from "./calls.ts";
import type { Connection } from "./connection.ts";
import { accountChangesLock } from "./locks.ts";

const accountsPerBatch = 500;

export function accounts(calls: Calls, changed: () => Promise<void>): Accounts {
  return {
    find: (username) => calls.find((db) => accountQueries.findAccount(db, username)),
    findById: (id) => calls.find((db) => accountQueries.findAccountById(db, id)),
    credentials: (username) => calls.find((db) => accountQueries.findCredentials(db, username)),
    add: (username, keys, isAdmin = false) =>
      calls.write(`account ${username}`, (db) => accountQueries.addAccount(db, { username, keys, isAdmin })),
    addMany: (rows) => addMany(calls, rows),
    async setCredentials(username, keys) {
      const account = await calls.write(`account ${username}`, async (db, connection) => {
        await lockAccountChanges(connection);
        return accountQueries.setCredentials(db, username, keys);
      });
      void changed();
      return account;
    },
    async setAdmin(username, isAdmin) {
      const account = await calls.write(`account ${username}`, async (db, connection) => {
        await lockAccountChanges(connection);
        return accountQueries.setAdmin(db, username, isAdmin);
      });
      void changed();
      return account;
    },
    renewKeys: (account, hash, keys) =>
      calls.write(`account ${account.id}`, (db) => accountQueries.renewKeys(db, account, hash, keys)),
    async remove(username) {
      const wasRemoved = await calls.write(`account ${username}`, async (db, connection) => {
        await lockAccountChanges(connection);
        return accountQueries.removeAccount(db, username);
      });
      void changed();
      return wasRemoved;
    },
    list: (after = "", limit = 100) => calls.find((db) => accountQueries.listAccounts(db, after, limit)),
    count: () => calls.find((db) => accountQueries.countAccounts(db)),
  };
}

/** Numbers are given when a row is written and seen when it is committed: one after the other, nobody reads past one that is still to come. */
async function lockAccountChanges(connection: Connection): Promise<void> {
  await connection.query(`SELECT pg_advisory_xact_lock(${accountChangesLock})`);
}

async function addMany(calls: Calls, rows: readonly NewAccount[]) {
  let added = 0;
  for (let from = 0; from < rows.length; from += accountsPerBatch) {
    const some = rows.slice(from, from + accountsPerBatch);
    added += await calls.write(undefined, (db) => accountQueries.addAccounts(db, some));
  }
  return { added, existing: rows.length - added };
}

export function rosters(calls: Calls, limits: rosterQueries.RosterLimits, now: () => number): Rosters {
  return {
    load: (owner) => calls.look((db) => rosterQueries.loadRoster(db, owner)),
    write: (owner) => calls.look((db) => rosterQueries.writeRoster(db, owner)),
    find: (owner, contact) => calls.find((db) => rosterQueries.findRosterItem(db, owner, contact)),
    standings: (owners, contact) => calls.find((db) => rosterQueries.standings(db, owners, contact)),
    change: (owner, contact, change) =>
      calls.write(`roster ${owner}`, async (db, connection) => {
        await lockAccount(connection, owner);
        return rosterQueries.changeRoster(db, limits, owner, contact, change, now());
      }),
    changesSince: (owner, version) => calls.look((db) => rosterQueries.rosterChangesSince(db, owner, version)),
    requests: (owner) => calls.find((db) => rosterQueries.rosterRequests(db, owner)),
  };
}

/** Nobody else reads and decides meanwhile, on whatever node, and nobody removes it. */
export async function lockAccount(connection: Connection, id: number): Promise<void> {
  const rows = await connection.query("SELECT id FROM accounts WHERE id = $1 FOR NO KEY UPDATE", [id]);
  if (rows.length === 0) throw new StoreError("not-found", "There is no such account.");
}

export function invitations(calls: Calls, newToken: () => string, now: () => number): Invitations {
  return {
    async create({ kind, inviter, expiresAt, uses, details }) {
      const token = newToken();
      const row = { tokenHash: hashOf(token), kind, inviter, expiresAt: expiresAt.getTime(), uses, details };
      await calls.write(undefined, (db) => invitationQueries.createInvitation(db, row, now()));
      return token;
    },
    find: (token) => calls.look((db) => invitationQueries.findInvitation(db, hashOf(token), now())),
    redeem: (token, username, keys) =>
      calls.write(`invitation ${token}`, (db) =>
        invitationQueries.redeemInvitation(db, hashOf(token), { username, keys }, now()),
      ),
    spend: (token, inviter) =>
      calls.write(`invitation ${token}`, (db) => invitationQueries.spendInvitation(db, hashOf(token), inviter, now())),
  };
}

export function settings(calls: Calls): Settings {
  return {
    get: (key) => calls.find((db) => settingQueries.getSetting(db, key)),
    set: (key, value) => calls.write(`setting ${key}`, (db) => settingQueries.setSetting(db, key, value)),
    ensure: (key, value) => calls.write(`setting ${key}`, (db) => settingQueries.ensureSetting(db, key, value)),
  };
}

export function departures(calls: Calls): Departures {
  return {
    note: (owner, departure) =>
      calls.write(`departure ${owner}`, (db) => departureQueries.noteDeparture(db, owner, departure)),
    of: (owner) => calls.find((db) => departureQueries.departureOf(db, owner)),
  };
}

export function tokens(calls: Calls, now: () => number): Tokens {
  return {
    find: (username, agent) => calls.find((db) => tokenQueries.findTokens(db, username, agent)),
    issue: (token) =>
      calls.write(`tokens ${token.owner}`, async (db, connection) => {
        await lockAccount(connection, token.owner);
        return tokenQueries.issueToken(db, token, now());
      }),
    use: (owner, agent, seed, count) =>
      calls.write(`tokens ${owner}`, (db) => tokenQueries.useToken(db, owner, agent, seed, count)),
    revoke: (owner, agent, seed, count) =>
      calls.write(`tokens ${owner}`, (db) => tokenQueries.revokeTokens(db, owner, agent, seed, count)),
    clients: (owner, epoch) => calls.find((db) => tokenQueries.tokenClients(db, owner, epoch, now())),
    revokeClient: (owner, id) => calls.write(`tokens ${owner}`, (db) => tokenQueries.revokeClient(db, owner, id)),
  };
}

export function uploads(calls: Calls, now: () => number): Uploads {
  return {
    reserve: (upload, quota) =>
      calls.write(`uploads ${upload.owner}`, async (db, connection) => {
        await lockAccount(connection, upload.owner);
        return uploadQueries.reserveUpload(db, upload, quota, now());
      }),
    begin: (id, ...rest) => calls.write(`upload ${id}`, (db) => uploadQueries.beginUpload(db, id, ...rest, now())),
    prolong: (id, hold) => calls.write(`upload ${id}`, (db) => uploadQueries.prolongUpload(db, id, hold)),
    giveUp: (id, ...rest) => calls.write(`upload ${id}`, (db) => uploadQueries.giveUpUpload(db, id, ...rest)),
    complete: (id, by) => calls.write(`upload ${id}`, (db) => uploadQueries.completeUpload(db, id, by, now())),
    slot: (id) => calls.find((db) => uploadQueries.findSlot(db, id, now())),
    want: (id) => calls.write(`upload ${id}`, (db) => uploadQueries.wantUpload(db, id)),
    find: (id) => calls.find((db) => uploadQueries.findUpload(db, id, now())),
    expired: (before, limit) => calls.find((db) => uploadQueries.expiredUploads(db, before, limit)),
    forget: (ids) => calls.write(undefined, (db) => uploadQueries.forgetUploads(db, ids)),
  };
}
