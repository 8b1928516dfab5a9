import { createHmac } from "node:crypto";
import { SaslError } from "@yonder/protocol";
import type { Account } from "../store/store.ts";
import {
  type Attempt,
  type IssuedToken,
  isSame,
  type TokenRequest,
  type Tokens,
  type UsedToken,
} from "./fast-tokens.ts";
import { guestAccount } from "./guest-account.ts";

interface GuestTokensOptions {
  /** A secret of this server. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  now(): number;
}

const DAY = 24 * 60 * 60_000;
/** A guest who does not come back for so many days is forgotten. */
const LIFETIME = 14;
/** Another node's clock may be ahead of ours. */
const AHEAD = 1;

/**
 * Tokens by which a guest comes back as the same guest (XEP-0484). Nothing is kept of them, nor of guests: a token is made of a secret of this server, of the
 * guest's name, of the id of the client's `<user-agent/>`, and of the day. So none can be taken back, and a client's count says nothing.
 */
export class GuestTokens implements Tokens {
  readonly #options: GuestTokensOptions;

  constructor(options: GuestTokensOptions) {
    this.#options = options;
  }

  async use({ username, client, mechanism, proof, proofOf }: Attempt): Promise<UsedToken> {
    const today = this.#today;
    for (let day = today + AHEAD; day > today - LIFETIME; day -= 1) {
      const text = this.#textOf(username, client.agent, mechanism, day);
      if (isSame(proofOf(text), proof))
        return { account: guestAccount(username), client, mechanism, text, expiresAt: endOf(day) };
    }
    throw new SaslError("not-authorized");
  }

  /** A token that was not made today is replaced. */
  async after(
    { username }: Account,
    used: UsedToken | undefined,
    request: TokenRequest | undefined,
  ): Promise<IssuedToken | undefined> {
    const today = this.#today;
    const isDue = used && !used.client.isInvalidating && used.expiresAt < endOf(today);
    const wanted = request ?? (isDue ? { agent: used.client.agent, mechanism: used.mechanism } : undefined);
    if (!wanted) return undefined;
    return { text: this.#textOf(username, wanted.agent, wanted.mechanism, today), expiresAt: endOf(today) };
  }

  get #today(): number {
    return Math.floor(this.#options.now() / DAY);
  }

  #textOf(username: string, agent: string, mechanism: string, day: number): string {
    const parts = JSON.stringify(["guest", day, mechanism, username, agent]);
    const bytes = createHmac("sha256", this.#options.secret).update(parts).digest("base64url");
    return `secret-token:guest-${bytes}`;
  }
}

/** When a token of this day is good no more. */
function endOf(day: number): Date {
  return new Date((day + LIFETIME) * DAY);
}
