import type { Awaitable } from "../features/feature.ts";

/**
 * On which node each room is kept (port): on one at a time. Soft state, and no more than an agreement: what a node may write that was
 * followed by another one is for the store to say.
 */
export interface Placement {
  /**
   * The node that keeps the room: this one from now on, if none does, or one that is dead. Rejects when the engine is out of reach.
   */
  claim(room: string): Awaitable<string>;
  /** This node keeps the room no longer. Never rejects: the end of this node's life says the same. */
  release(room: string): Awaitable<void>;
}

/** Where there is one node. */
export function memoryPlacement(node: string): Placement {
  return { claim: () => node, release: () => undefined };
}
