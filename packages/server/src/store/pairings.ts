import type { Account } from "./store.ts";

/** A device that is to be signed in by one that is, while both are looked at. */
export interface Pairing {
  readonly account: Account;
  /** The device that has come, if one has: a hash of its client's id. */
  readonly agent: string | undefined;
  /** How it calls itself. */
  readonly device: string | undefined;
  /** The owner has said yes. */
  readonly isApproved: boolean;
}

export interface NewPairing {
  readonly owner: number;
  /** A hash of the secret that the device shows. */
  readonly key: string;
  readonly isApproved: boolean;
  readonly expiresAt: Date;
}

/** Pairings under way, each good for one device and a short time. They go with their account, and with its password. */
export interface Pairings {
  /** Rejects with "conflict" when there is one of that key, "full" when the owner has 10 under way, "not-found" when there is no such owner. */
  open(pairing: NewPairing): Promise<void>;
  /** Undefined: unknown, expired, or used. */
  find(key: string): Promise<Pairing | undefined>;
  /** A device comes with the secret: the first one has it. False: another did, or it is over. */
  claim(key: string, agent: string, device: string): Promise<boolean>;
  /** The owner lets the device in that has come. False: none has, or it is over. */
  approve(owner: number, key: string): Promise<boolean>;
  /** Ends an approved one for this device; whose account it is signed in to. Undefined: it is not for it, or over. */
  take(key: string, agent: string): Promise<Account | undefined>;
  /** The owner has changed their mind. */
  close(owner: number, key: string): Promise<void>;
}
