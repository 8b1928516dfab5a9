import { describe } from "vitest";
import { directoryContract } from "./directory.contract.ts";
import { memoryDirectory } from "./memory.ts";

describe("status directory in memory", () => directoryContract(async (node) => memoryDirectory(node, "1")));
