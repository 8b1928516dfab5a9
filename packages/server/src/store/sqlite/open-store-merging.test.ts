import { describe, vi } from "vitest";
import { archiveContract } from "../contract/archive.contract.ts";
import { archivePagesContract } from "../contract/archive-pages.contract.ts";
import { pendingContract } from "../contract/pending.contract.ts";
import { openMemoryFolder } from "./world.fixture.ts";

vi.setConfig({ testTimeout: 30_000 }); // each opens stores, with their threads, of its own

describe("store on SQLite, its archive index filled after every few messages", () => {
  const openWorld = async () => openMemoryFolder({ mergeThreshold: 3 });
  archiveContract(openWorld);
  archivePagesContract(openWorld);
  pendingContract(openWorld);
});
