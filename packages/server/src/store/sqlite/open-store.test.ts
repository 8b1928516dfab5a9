import { describe, vi } from "vitest";
import { storeContract } from "../store.contract.ts";
import { openMemoryFolder } from "./world.fixture.ts";

vi.setConfig({ testTimeout: 30_000 }); // each opens stores, with their threads, of its own

describe("store on SQLite", () => storeContract(async () => openMemoryFolder()));
