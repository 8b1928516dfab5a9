import { rmSync } from "node:fs";
import { completeConfig } from "../../packages/server/src/config/config.ts";
import { faultLog } from "../../packages/server/src/fault-log.fixture.ts";
import { startNode } from "../../packages/server/src/node.ts";
import { memoryFolder } from "../support/children.ts";

export interface Town {
  readonly port: number;
  /** What was logged as a fault of ours. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** A whole node in this process, on ports of its own, with its store in memory. */
export async function openTown(): Promise<Town> {
  const faults: string[] = [];
  const dataDir = memoryFolder("fuzz");
  const ports = { httpPort: 0, c2sPort: 0, c2sTlsPort: 0 };
  const node = await startNode(
    completeConfig({ dataDir, ...ports, rateLimits: false, guests: true }),
    faultLog(faults),
  );
  return {
    port: node.ports.http,
    faults,
    async close() {
      await node.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
