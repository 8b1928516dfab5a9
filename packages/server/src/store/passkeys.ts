import type { Account } from "./store.ts";

/** A key of somebody's device or password manager, with which they sign in instead of a password (WebAuthn). Its secret half never comes here. */
export interface Passkey {
  /** Credential id, in base64url. */
  readonly id: string;
  /** What the authenticator knows the account by, in base64url; the same for all passkeys of an account. */
  readonly handle: string;
  /** SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), in base64url. */
  readonly publicKey: string;
  /** How often it was used, as the authenticator says; 0 of one that does not count (WebAuthn §6.1.1). */
  readonly counter: number;
  readonly name: string;
  readonly createdAt: Date;
  readonly usedAt: Date | undefined;
  /** The account's epoch as long as it has no password besides. */
  readonly loneEpoch: number | undefined;
}

export interface NewPasskey extends Omit<Passkey, "createdAt" | "usedAt"> {
  readonly owner: number;
}

/** The passkeys of accounts. They outlive a password, and go with their account. */
export interface Passkeys {
  find(id: string): Promise<{ readonly account: Account; readonly passkey: Passkey } | undefined>;
  /** Of an account, the oldest first. */
  of(owner: number): Promise<readonly Passkey[]>;
  /** Rejects with "conflict" when it is known already, "full" when the owner has 20, "not-found" when there is no such owner. */
  add(passkey: NewPasskey): Promise<void>;
  /** Takes note that it was used. False: it has counted so far already, which a copy of it has done, or is gone. */
  use(id: string, counter: number): Promise<boolean>;
  /** False: the owner has none of that id. */
  remove(owner: number, id: string): Promise<boolean>;
  /** Takes note that a challenge was met. False: it was before. Forgotten when it has expired. */
  spend(challenge: string, expiresAt: Date): Promise<boolean>;
}
