import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalEngine, type LocalEngineOptions } from "./local-engine.ts";

export interface TestEngine {
  readonly url: string;
  stop(): Promise<void>;
}

/** In a folder of its own. */
export async function startLocalEngine(options: LocalEngineOptions): Promise<TestEngine> {
  const folder = mkdtempSync(join(tmpdir(), "yonder-engine-"));
  const path = join(folder, "engine.sock");
  const engine = await LocalEngine.listen(path, options);
  return {
    url: `unix:${path}`,
    async stop() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
