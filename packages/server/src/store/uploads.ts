/** What a file is for, and so how long it is kept (XEP-0363 §5). */
export type UploadPurpose = "message" | "ephemeral" | "profile";

/** A file that somebody is about to upload. */
export interface NewUpload {
  /** By what the world finds it: unguessable, and a name that any file system takes. */
  readonly id: string;
  readonly owner: number;
  readonly name: string;
  /** Media type as the owner named it, if they did. */
  readonly type: string | undefined;
  /** In bytes. */
  readonly size: number;
  readonly purpose: UploadPurpose;
  /** Until when the upload may begin. */
  readonly slotUntil: Date;
  /** How long the file is kept, once it is there. */
  readonly keptUntil: Date;
}

/** A file that is being uploaded, or there. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly type: string | undefined;
  readonly size: number;
  /** When it is forgotten. */
  readonly expiresAt: Date;
}

/** What an account may have at once, of slots and files together. */
export interface UploadQuota {
  readonly bytes: number;
  readonly files: number;
  /** Files for its profile, which count by themselves: the oldest give way to a new one. */
  readonly profileFiles: number;
}

/** By which one puts a file into a slot, and nobody else meanwhile. */
export interface Hold {
  /** Another one each time. */
  readonly holder: string;
  /** It ends by itself then, if it is not prolonged: its node has died. */
  readonly until: Date;
}

/** What has become of a slot. */
export interface Slot {
  /** "held": somebody puts a file there. */
  readonly state: "free" | "held" | "stored";
  /** In bytes. */
  readonly size: number;
  /** When it is forgotten. */
  readonly expiresAt: Date;
}

export type Reservation =
  | { readonly kind: "reserved" }
  /** Too much already; something goes at `retryAt`. */
  | { readonly kind: "full"; readonly retryAt: Date };

/** Who uploads what, until when (XEP-0363). The files themselves are kept elsewhere (files/files.ts), under the same ids. */
export interface Uploads {
  /** Makes a slot. Rejects with "not-found" when there is no such owner. */
  reserve(upload: NewUpload, quota: UploadQuota): Promise<Reservation>;
  /** Takes the slot, for one alone: what it is for, or undefined when it is unknown, taken or expired. It has to end before `until`. */
  begin(id: string, hold: Hold, until: Date): Promise<Upload | undefined>;
  /** Goes on holding it; false when somebody wants it, or has it: then it is to be given up. */
  prolong(id: string, hold: Hold): Promise<boolean>;
  /** It has failed, or paused: the slot may be taken again before `until`, and as long as the file would be kept. */
  giveUp(id: string, holder: string, until: Date): Promise<void>;
  /** The file is there, for all to see; false when it is not wanted any more, since it took too long or its owner is gone. */
  complete(id: string, holder: string): Promise<boolean>;
  /** A slot, or what was one; undefined when it is unknown or expired. */
  slot(id: string): Promise<Slot | undefined>;
  /** Whoever holds the slot is to give it up. */
  want(id: string): Promise<void>;
  /** A file that is there. */
  find(id: string): Promise<Upload | undefined>;
  /** Some of those that expired before `before`, or whose owners are gone: the files are to be removed, and then to be forgotten. At most 1,000. */
  expired(before: Date, limit: number): Promise<readonly string[]>;
  forget(ids: readonly string[]): Promise<void>;
}
