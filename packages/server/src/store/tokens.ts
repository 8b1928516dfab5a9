import type { Account } from "./store.ts";

/** What is kept of a token by which a client logs in without a password (XEP-0484): nothing that anybody could log in with. */
export interface Token {
  /** Of what the token is made, together with secrets that are not here. */
  readonly seed: string;
  /** The mechanism that it was asked for, and is good for. */
  readonly mechanism: string;
  /** The account's when it was issued: with new keys of the account, it is good no more. */
  readonly epoch: number;
  /** It may have expired already. */
  readonly expiresAt: Date;
  /** The client has not used it yet, so that the one before it is good still. */
  readonly isNew: boolean;
}

/** A client that has a token, as the account's owner is told of it. */
export interface TokenClientInfo {
  /** What its addresses end with; of one that has not bound a resource along with its login yet, a hash. */
  readonly id: string;
  readonly software: string | undefined;
  readonly device: string | undefined;
  /** When its newest token expires. */
  readonly expiresAt: Date;
}

export interface NewToken extends Omit<Token, "isNew"> {
  readonly owner: number;
  /** What is told of the client. */
  readonly client?: Omit<TokenClientInfo, "expiresAt">;
  /** Which of the owner's clients: a hash of its id. */
  readonly agent: string;
}

/** The tokens of clients: two at most each, the one in use and the one that is to take its place (XEP-0484 §5.1). They go with their account, and with its password. */
export interface Tokens {
  /** A client's tokens, the new one first; undefined: there is no such account. */
  find(
    username: string,
    agent: string,
  ): Promise<{ readonly account: Account; readonly tokens: readonly Token[] } | undefined>;
  /** In place of a new one that was not used. Of an owner with very many clients, those are forgotten that were not seen longest. Rejects with "not-found". */
  issue(token: NewToken): Promise<void>;
  /**
   * Takes note that a token was used: if it was new, the one before it is forgotten.
   * `count`: of a client that counts its logins. False: it has counted so far already, or there is no such token any more.
   */
  use(owner: number, agent: string, seed: string, count: number | undefined): Promise<boolean>;
  /** As `use`, but the client's tokens are forgotten. */
  revoke(owner: number, agent: string, seed: string, count: number | undefined): Promise<boolean>;
  /** The owner's clients with tokens of this epoch that have not expired, in no order. */
  clients(owner: number, epoch: number): Promise<readonly TokenClientInfo[]>;
  /** Forgets the tokens of a client, by the id in `clients`. */
  revokeClient(owner: number, id: string): Promise<void>;
}
