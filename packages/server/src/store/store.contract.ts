import { describe } from "vitest";
import { accountsContract } from "./contract/accounts.contract.ts";
import { archiveContract } from "./contract/archive.contract.ts";
import { archivePagesContract } from "./contract/archive-pages.contract.ts";
import { departuresContract } from "./contract/departures.contract.ts";
import { pairingsContract, passkeysContract } from "./contract/entry.contract.ts";
import { invitationsContract } from "./contract/invitations.contract.ts";
import { pendingContract } from "./contract/pending.contract.ts";
import { privacyContract } from "./contract/privacy.contract.ts";
import { pubsubContract } from "./contract/pubsub.contract.ts";
import { roomsContract } from "./contract/rooms.contract.ts";
import { rostersContract } from "./contract/rosters.contract.ts";
import { searchContract } from "./contract/search.contract.ts";
import type { OpenWorld } from "./contract/store-world.contract.ts";
import { tokensContract } from "./contract/tokens.contract.ts";
import { uploadsContract } from "./contract/uploads.contract.ts";

/** What every store must do; run by the tests of each implementation. */
export function storeContract(openWorld: OpenWorld): void {
  describe("accounts", () => accountsContract(openWorld));
  describe("archive", () => archiveContract(openWorld));
  describe("archive pages", () => archivePagesContract(openWorld));
  describe("search", () => searchContract(openWorld));
  describe("pending messages", () => pendingContract(openWorld));
  describe("rosters", () => rostersContract(openWorld));
  describe("rooms", () => roomsContract(openWorld));
  describe("publish-subscribe", () => pubsubContract(openWorld));
  describe("invitations and settings", () => invitationsContract(openWorld));
  describe("tokens", () => tokensContract(openWorld));
  describe("passkeys", () => passkeysContract(openWorld));
  describe("devices that are being added", () => pairingsContract(openWorld));
  describe("departures", () => departuresContract(openWorld));
  describe("uploads", () => uploadsContract(openWorld));
  privacyContract(openWorld);
}
