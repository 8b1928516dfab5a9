import type { LinkMetadata } from "@yonder/protocol";

export type { LinkMetadata } from "@yonder/protocol";

/** The connection as it is now. */
export interface LineState {
  /** `polling`: over plain HTTP. */
  readonly kind: "websocket" | "polling";
  readonly isEncrypted: boolean;
  /** When this page was connected first; milliseconds since 1970. */
  readonly since: number;
  /** How often it was lost since. */
  readonly breaks: number;
  /** To the server and back, in milliseconds. */
  readonly roundTrip: number;
}

/** A moment on a message's way: milliseconds since the server had it. */
export interface Moment {
  readonly at: number;
}

export interface AtNode extends Moment {
  /** Undefined: that is not to be seen. */
  readonly node: string | undefined;
  /** It is the one that we are on. */
  readonly isSame: boolean;
}

/** By which way an own message went, as far as we may know. */
export interface Way {
  /** Whom it was for: a bare address. */
  readonly to: string;
  readonly node: string | undefined;
  readonly state: "kept" | "sent" | "reached" | undefined;
  readonly stored?: Moment;
  /** For a group: the node that keeps it has it. */
  readonly kept?: AtNode;
  /** `took`: how long the directory thought, in milliseconds. */
  readonly lookedUp?: Moment & { readonly took: number };
  readonly handed?: AtNode;
  readonly acknowledged?: Moment & { readonly device: "browser" | "app" | undefined };
  readonly reached?: Moment;
}

/** How things go between us and the server: for the curious, and for what the server does for us. */
export interface WorkingsApi {
  /** Has the server look what a page says of itself. Rejects when there is nothing to be had. */
  previewOf(url: string): Promise<LinkMetadata>;
  /** By which way a message of ours went, by its id. @returns undefined when nobody remembers, or tells */
  wayOf(id: string): Promise<Way | undefined>;
  /** Rejects when not online. */
  line(): Promise<LineState>;
}
