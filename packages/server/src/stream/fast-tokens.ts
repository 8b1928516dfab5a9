import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { SaslError } from "@yonder/protocol";
import type { Account } from "../store/store.ts";
import type { NewToken, Tokens as StoredTokens, Token } from "../store/tokens.ts";
import type { TokenClient } from "./login/token.ts";

/** A token that somebody has logged in with. */
export interface UsedToken {
  readonly account: Account;
  readonly client: TokenClient;
  readonly mechanism: string;
  /** The token itself. */
  readonly text: string;
  readonly expiresAt: Date;
}

/** A token for the client to keep. */
export interface IssuedToken {
  readonly text: string;
  readonly expiresAt: Date;
}

export interface FastTokensOptions {
  readonly store: StoredTokens;
  /** A secret of this server. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Unguessable text: 128 bits or more. */
  randomId(): string;
}

/** Which client wants a token, for which mechanism. */
export interface TokenRequest {
  readonly agent: string;
  readonly mechanism: string;
}

/** What the account's owner is told of a client. */
export type ClientInfo = NonNullable<NewToken["client"]>;

/** Lets clients in by tokens, and gives them new ones. */
export interface Tokens {
  /** Checks a proof, and takes note that its token was used. Throws SaslError. */
  use(attempt: Attempt): Promise<UsedToken>;
  /** What a client gets along with its success: a new token if it asked for one, or if its own one is due for it (§3.5). */
  after(
    account: Account,
    used: UsedToken | undefined,
    request: TokenRequest | undefined,
    client?: ClientInfo,
  ): Promise<IssuedToken | undefined>;
}

/** What a client sends to log in with a token. */
export interface Attempt {
  readonly username: string;
  readonly client: TokenClient;
  readonly mechanism: string;
  readonly proof: Uint8Array;
  /** What the proof must be with this token. */
  readonly proofOf: (token: string) => Uint8Array;
}

const DAY = 24 * 60 * 60_000;
/** A device that is not seen for so long needs the password again. */
export const LIFETIME = 30 * DAY;
/** A token is replaced when it is older than this. */
const ROTATION = DAY;

/**
 * Tokens by which a client logs in again without a password (XEP-0484). None is kept: a token is made of a secret of this server, of a seed in the
 * store, and of the id of the client's `<user-agent/>`, of which the store has a hash. So whoever reads the store alone cannot log in.
 */
export class FastTokens implements Tokens {
  readonly #options: FastTokensOptions;

  constructor(options: FastTokensOptions) {
    this.#options = options;
  }

  /** The client's part of the key under which the store keeps its tokens; nobody learns the id from it. */
  static agentHash(agent: string): string {
    return createHash("sha256").update(agent).digest("base64url");
  }

  /** Throws SaslError, `not-authorized` whatever is not right, `credentials-expired` only to who has the token. */
  async use({ username, client, mechanism, proof, proofOf }: Attempt): Promise<UsedToken> {
    const { store, now } = this.#options;
    const agent = FastTokens.agentHash(client.agent);
    const found = await store.find(username, agent);
    const proven = found?.tokens.find((token) => isSame(proofOf(this.#textOf(token.seed, client.agent)), proof));
    // The same work for whoever has no token
    if (!found?.tokens.length) isSame(proofOf(this.#textOf("", client.agent)), proof);
    if (!found || !proven || proven.mechanism !== mechanism) throw new SaslError("not-authorized");
    if (proven.expiresAt.getTime() <= now() || proven.epoch !== found.account.epoch)
      throw new SaslError("credentials-expired");
    await this.#note(found.account, agent, proven, client);
    const text = this.#textOf(proven.seed, client.agent);
    return { account: found.account, client, mechanism, text, expiresAt: proven.expiresAt };
  }

  async after(
    account: Account,
    used: UsedToken | undefined,
    request: TokenRequest | undefined,
    client?: ClientInfo,
  ): Promise<IssuedToken | undefined> {
    if (request) return this.#issue(account, request, client);
    if (!used || used.client.isInvalidating) return undefined;
    const isDue = used.expiresAt.getTime() - this.#options.now() < LIFETIME - ROTATION;
    return isDue ? this.#issue(account, { agent: used.client.agent, mechanism: used.mechanism }, client) : undefined;
  }

  async #note({ id: owner }: Account, agent: string, { seed, isNew }: Token, client: TokenClient): Promise<void> {
    const { store } = this.#options;
    if (client.isInvalidating) {
      if (!(await store.revoke(owner, agent, seed, client.count))) throw new SaslError("not-authorized");
      return;
    }
    // Most logins of a client write nothing.
    if (!isNew && client.count === undefined) return;
    if (!(await store.use(owner, agent, seed, client.count))) throw new SaslError("not-authorized");
  }

  async #issue(
    { id, epoch }: Account,
    { agent, mechanism }: TokenRequest,
    client: ClientInfo | undefined,
  ): Promise<IssuedToken> {
    const { store, now, randomId } = this.#options;
    const seed = randomId();
    const expiresAt = new Date(now() + LIFETIME);
    const token = { owner: id, agent: FastTokens.agentHash(agent), mechanism, seed, epoch, expiresAt };
    await store.issue({ ...token, ...(client && { client }) });
    return { text: this.#textOf(seed, agent), expiresAt };
  }

  /** RFC 8959: recognisable, so that one that leaks is found. */
  #textOf(seed: string, agent: string): string {
    const bytes = createHmac("sha256", this.#options.secret).update(`${seed} ${agent}`).digest("base64url");
    return `secret-token:fast-${bytes}`;
  }
}

/** In constant time. */
export function isSame(expected: Uint8Array, given: Uint8Array): boolean {
  return given.length === expected.length && timingSafeEqual(expected, given);
}
