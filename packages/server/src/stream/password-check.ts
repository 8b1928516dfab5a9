import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { preparePassword, type ScramCrypto, type ScramHash, type ScramKeys } from "@yonder/protocol";

const derive = promisify(pbkdf2);
const NODE_HASH = { "SHA-1": "sha1", "SHA-256": "sha256" } as const satisfies Record<ScramHash, string>;

/** SCRAM's cryptography by Node's synchronous functions: a login costs some microseconds. */
export const nodeScramCrypto: ScramCrypto = {
  hmac: (hash, key, data) => createHmac(NODE_HASH[hash], key).update(data).digest(),
  digest: (hash, data) => createHash(NODE_HASH[hash]).update(data).digest(),
  equal: (a, b) => timingSafeEqual(a, b),
};

/** How many are derived at a time, and how many may wait for it: the pool's threads serve others too. */
const MAX_RUNNING = 4;
const MAX_WAITING = 1_000;

/** Checks passwords that come in the clear (SASL PLAIN, RFC 4616): a PBKDF2 each, so only a few at a time. */
export class PasswordCheck {
  readonly #fakeKeys: ScramKeys;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** `iterations`: the work for whoever has no account, the same as for others. */
  constructor(iterations: number) {
    this.#fakeKeys = { salt: randomBytes(16), iterations, storedKey: randomBytes(32), serverKey: randomBytes(32) };
  }

  /** Whether too many wait already. */
  get isBusy(): boolean {
    return this.#waiting.length >= MAX_WAITING;
  }

  /** Whether the password is the one of these SHA-256 keys; takes as long without keys. Throws SaslError for what no password can be. */
  async matches(password: string, keys: ScramKeys | undefined): Promise<boolean> {
    const prepared = preparePassword(password);
    await this.#enter();
    try {
      const { salt, iterations, storedKey } = keys ?? this.#fakeKeys;
      const salted = await derive(prepared, salt, iterations, 32, "sha256");
      const clientKey = nodeScramCrypto.hmac("SHA-256", salted, "Client Key");
      return timingSafeEqual(nodeScramCrypto.digest("SHA-256", clientKey), storedKey) && keys !== undefined;
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < MAX_RUNNING) {
      this.#running += 1;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands its place to the next one. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
