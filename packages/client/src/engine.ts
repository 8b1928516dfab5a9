import type { EngineOptions } from "./options.ts";
import type { EngineApi } from "./types.ts";

/** The instant messaging engine: one account, connected or not. */
export class Engine {
  constructor(_options: EngineOptions) {
    throw new Error("being written: use createDemoEngine() of @yonder/client/testing");
  }
}
export interface Engine extends EngineApi {}
