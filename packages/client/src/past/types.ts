import type { Amendment } from "../amendments/later/record.ts";
import type { Message } from "../types.ts";

/** Some of what was said, as the archive has it: plain data. */
export interface PastPage {
  /** Oldest first, without what changed them later. */
  readonly messages: readonly Message[];
  /** What changes messages of this page, or of older ones. */
  readonly changes: readonly Amendment[];
  /** From where to go on; undefined: that was all. */
  readonly before?: string;
  /** How many stanzas there are in all, as far as the server counts them. */
  readonly count?: number;
}

export interface PastActions {
  /** What this device keeps of a conversation, oldest first. */
  kept(peer: string): Promise<readonly Message[]>;
  /**
   * A page of what was said with somebody or in a group, or with everybody outside of groups ("").
   * `before`: where the page after this one ended; "" for the newest. Nothing of it is kept on this device.
   */
  past(peer: string, before: string): Promise<PastPage>;
}
