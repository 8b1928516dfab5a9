import type { Account, Credentials } from "../../store/store.ts";
import type { UsedToken } from "../fast-tokens.ts";
import type { Awaitable } from "../node-port.ts";

/** An account that somebody says is theirs. */
export type FoundCredentials = { readonly account: Account } & Credentials;

/** What a mechanism finds out. `data`: for the client, not yet in base64. */
export type ExchangeStep = { readonly kind: "challenge"; readonly data: string | Uint8Array } | Proof;

/** Whoever is at the other end may use the account. */
export interface Proof {
  readonly kind: "proven";
  readonly account: Account;
  readonly authzid: string | undefined;
  readonly data: string | Uint8Array | undefined;
  /** What it was proven with, if that was a token (XEP-0484). */
  readonly token?: UsedToken;
}

/** One run of a SASL mechanism, the server's end. */
export interface Exchange {
  /** A password, or the proof of one, was looked at: a failure may be a wrong guess. */
  readonly hasGuessed: boolean;
  /** Takes what the client sent; throws SaslError. */
  take(data: Uint8Array): Awaitable<ExchangeStep>;
}

/** Looks up the account of a name as the client gave it, no faster than its holder may try. */
export type FindCredentials = (given: string) => Promise<FoundCredentials | undefined>;
