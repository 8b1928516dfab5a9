import { createHmac, timingSafeEqual } from "node:crypto";

export interface ChallengesOptions {
  /** A secret of this server, the same on all nodes. */
  readonly secret: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** Unguessable text: 128 bits or more. */
  randomId(): string;
}

/** Somebody who reads what to do first takes about that long. */
const LIFETIME = 5 * 60_000;

/**
 * Challenges for passkeys, made and not kept: each says itself until when it is good, and is sealed by a secret of this server together with what it is
 * for. So any node knows its own and those of the others, and strangers who ask for very many cost nothing. That each is met once, the store sees to.
 */
export class Challenges {
  readonly #options: ChallengesOptions;

  constructor(options: ChallengesOptions) {
    this.#options = options;
  }

  /** `purpose`: what it is for, and whose: a client, or a session. */
  make(purpose: string): string {
    const { now, randomId } = this.#options;
    const open = `${randomId()}.${(now() + LIFETIME).toString(36)}`;
    return `${open}.${this.#seal(open, purpose).toString("base64url")}`;
  }

  /** Until when it is good; undefined: it is none of ours for this purpose, or it has expired. */
  check(challenge: string, purpose: string): Date | undefined {
    const [id = "", until = "", seal = ""] = challenge.split(".");
    const open = `${id}.${until}`;
    const expected = this.#seal(open, purpose);
    const given = Buffer.from(seal, "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    // Another way to write the same would be another challenge.
    if (challenge !== `${open}.${expected.toString("base64url")}`) return undefined;
    const expiresAt = Number.parseInt(until, 36);
    return expiresAt > this.#options.now() ? new Date(expiresAt) : undefined;
  }

  /** What an authenticator is to know a new account by, which follows from the challenge that it meets first. */
  handleOf(challenge: string): string {
    return createHmac("sha256", this.#options.secret).update(`handle ${challenge}`).digest("base64url");
  }

  #seal(open: string, purpose: string): Buffer {
    return createHmac("sha256", this.#options.secret)
      .update(JSON.stringify(["challenge", purpose, open]))
      .digest();
  }
}
