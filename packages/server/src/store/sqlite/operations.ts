import type { Kysely } from "kysely";
import * as accounts from "../queries/accounts.ts";
import * as blocks from "../queries/blocks.ts";
import * as departures from "../queries/departures.ts";
import * as invitations from "../queries/invitations.ts";
import * as pairings from "../queries/pairings.ts";
import * as passkeys from "../queries/passkeys.ts";
import * as pubsubItems from "../queries/pubsub-items.ts";
import * as pubsubNodes from "../queries/pubsub-nodes.ts";
import * as pubsubPeople from "../queries/pubsub-people.ts";
import * as pushes from "../queries/pushes.ts";
import * as reports from "../queries/reports.ts";
import * as roomArchive from "../queries/room-archive.ts";
import * as rooms from "../queries/rooms.ts";
import * as rosters from "../queries/rosters.ts";
import type { Schema } from "../queries/schema.ts";
import * as settings from "../queries/settings.ts";
import * as tokens from "../queries/tokens.ts";
import * as uploads from "../queries/uploads.ts";

/** Run by the writing worker, each inside the transaction of its batch. */
export const writeOperations = {
  addAccount: accounts.addAccount,
  addAccounts: accounts.addAccounts,
  setCredentials: accounts.setCredentials,
  setAdmin: accounts.setAdmin,
  renewKeys: accounts.renewKeys,
  removeAccount: accounts.removeAccount,
  changeRoster: rosters.changeRoster,
  createInvitation: invitations.createInvitation,
  redeemInvitation: invitations.redeemInvitation,
  spendInvitation: invitations.spendInvitation,
  setSetting: settings.setSetting,
  ensureSetting: settings.ensureSetting,
  noteDeparture: departures.noteDeparture,
  issueToken: tokens.issueToken,
  useToken: tokens.useToken,
  revokeTokens: tokens.revokeTokens,
  revokeClient: tokens.revokeClient,
  addPasskey: passkeys.addPasskey,
  usePasskey: passkeys.usePasskey,
  removePasskey: passkeys.removePasskey,
  spendChallenge: passkeys.spendChallenge,
  openPairing: pairings.openPairing,
  claimPairing: pairings.claimPairing,
  approvePairing: pairings.approvePairing,
  takePairing: pairings.takePairing,
  closePairing: pairings.closePairing,
  reserveUpload: uploads.reserveUpload,
  beginUpload: uploads.beginUpload,
  prolongUpload: uploads.prolongUpload,
  wantUpload: uploads.wantUpload,
  giveUpUpload: uploads.giveUpUpload,
  completeUpload: uploads.completeUpload,
  forgetUploads: uploads.forgetUploads,
  openRoom: rooms.openRoom,
  createRoom: rooms.createRoom,
  changeRoom: rooms.changeRoom,
  appendToRoom: rooms.appendToRoom,
  clearRoom: rooms.clearRoom,
  createNode: pubsubNodes.createNode,
  configureNode: pubsubNodes.configureNode,
  removeNode: pubsubNodes.removeNode,
  publishItems: pubsubItems.publishItems,
  retractItems: pubsubItems.retractItems,
  purgeItems: pubsubItems.purgeItems,
  affiliate: pubsubPeople.affiliate,
  subscribe: pubsubPeople.subscribe,
  unsubscribe: pubsubPeople.unsubscribe,
  forgetPerson: pubsubPeople.forgetPerson,
  addBlocks: blocks.addBlocks,
  removeBlocks: blocks.removeBlocks,
  addReport: reports.addReport,
  removeReport: reports.removeReport,
  putPush: pushes.putPush,
  removePush: pushes.removePush,
  /** Answered when all before it is durable. */
  nothing: async (_db: Kysely<Schema>) => undefined,
} as const;

/** Run by the reading worker, each on one snapshot. */
export const readOperations = {
  findAccount: accounts.findAccount,
  findAccountById: accounts.findAccountById,
  findCredentials: accounts.findCredentials,
  listAccounts: accounts.listAccounts,
  countAccounts: accounts.countAccounts,
  accountChangesAfter: accounts.accountChangesAfter,
  loadRoster: rosters.loadRoster,
  writeRoster: rosters.writeRoster,
  findRosterItem: rosters.findRosterItem,
  standings: rosters.standings,
  rosterRequests: rosters.rosterRequests,
  rosterChangesSince: rosters.rosterChangesSince,
  findInvitation: invitations.findInvitation,
  getSetting: settings.getSetting,
  blocksOf: blocks.blocksOf,
  blockingUsers: blocks.blockingUsers,
  listReports: reports.listReports,
  pushesOf: pushes.pushesOf,
  pushedUsers: pushes.pushedUsers,
  roomPage: roomArchive.roomPage,
  roomMetadata: roomArchive.roomMetadata,
  listRooms: rooms.listRooms,
  affiliatedRooms: rooms.affiliatedRooms,
  findNode: pubsubNodes.findNode,
  listNodes: pubsubNodes.listNodes,
  pageOfItems: pubsubItems.pageOfItems,
  lastItems: pubsubItems.lastItems,
  nodeAffiliations: pubsubPeople.nodeAffiliations,
  affiliationsOf: pubsubPeople.affiliationsOf,
  nodeSubscriptions: pubsubPeople.nodeSubscriptions,
  subscriptionsOf: pubsubPeople.subscriptionsOf,
  departureOf: departures.departureOf,
  findTokens: tokens.findTokens,
  tokenClients: tokens.tokenClients,
  findPasskey: passkeys.findPasskey,
  passkeysOf: passkeys.passkeysOf,
  findPairing: pairings.findPairing,
  findUpload: uploads.findUpload,
  findSlot: uploads.findSlot,
  expiredUploads: uploads.expiredUploads,
} as const;

/** The operations without their first parameter, the database. */
export type Calls<Operations> = {
  readonly [K in keyof Operations]: Operations[K] extends (
    db: Kysely<Schema>,
    ...parameters: infer P
  ) => Promise<infer R>
    ? (...parameters: P) => Promise<R>
    : never;
};

export type WriteCalls = Calls<typeof writeOperations>;
export type ReadCalls = Calls<typeof readOperations>;

/** The operation of this name, ready to run with parameters that came from the other thread. */
export function bind(
  operations: object,
  db: Kysely<Schema>,
  name: string,
): (parameters: readonly unknown[]) => Promise<unknown> {
  const operation: unknown = Object.getOwnPropertyDescriptor(operations, name)?.value;
  if (typeof operation !== "function") throw new Error(`There is no operation ${name}.`);
  return (parameters) => operation(db, ...parameters);
}
