import { fromBase64, toBase64, utf8 } from "./base64.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import { type Offered, offeredBytes } from "./downgrade.ts";
import { digest, hmac, type ScramHash } from "./hashes.ts";
import { SaslError } from "./sasl-error.ts";
import { deriveClientKeys, type ScramClientKeys, xor } from "./scram-keys.ts";
import { encodeName, parseServerFirst, type ServerFirst } from "./scram-messages.ts";

/** Keeps derived keys, so that a later login needs neither the password nor the time to derive them. */
export interface ScramKeyCache {
  /** `id` stands for hash, salt and iteration count. */
  get(id: string): ScramClientKeys | undefined | Promise<ScramClientKeys | undefined>;
  set(id: string, keys: ScramClientKeys): void | Promise<void>;
}

export interface ScramClientOptions {
  readonly hash: ScramHash;
  /** The localpart. */
  readonly username: string;
  /** May be absent if the cache has the keys. */
  readonly password?: string | undefined;
  readonly authzid?: string;
  /** Printable, without commas; random by default. */
  readonly nonce?: string;
  /** Given when this end can bind to the channel. */
  readonly channelBinding?: ChannelBinding;
  /** Whether the server offered a -PLUS mechanism: with `channelBinding`, it is used. */
  readonly plusOffered?: boolean;
  readonly keyCache?: ScramKeyCache;
  /** What the server offered, as it came: a server that says what it was (XEP-0474) must have said the same. */
  readonly offered?: Offered;
}

// RFC 7677 §4: at least 4096. The most: beyond it a server only wants to keep us busy.
const LEAST_ITERATIONS = 4096;
const MOST_ITERATIONS = 10_000_000;

/** The client's end of SCRAM (RFC 5802, RFC 7677). */
export class ScramClient {
  readonly #options: ScramClientOptions;
  readonly #nonce: string;
  readonly #gs2: string;
  #serverSignature: Uint8Array | undefined;

  constructor(options: ScramClientOptions) {
    this.#options = options;
    this.#nonce = options.nonce ?? toBase64(crypto.getRandomValues(new Uint8Array(18)));
    this.#gs2 = gs2Header(options);
  }

  /** The name of the mechanism to ask for. */
  get mechanism(): string {
    return `SCRAM-${this.#options.hash}${this.#gs2.startsWith("p=") ? "-PLUS" : ""}`;
  }

  /** client-first-message. */
  first(): string {
    return this.#gs2 + this.#bare;
  }

  /**
   * client-final-message; throws SaslError when the server cannot be trusted or no key is at hand.
   * `offered`: for who began before the offer was here.
   */
  async respond(serverFirst: string, offered = this.#options.offered): Promise<string> {
    const parsed = parseServerFirst(serverFirst);
    this.#checkServer(parsed);
    await this.#checkOffered(parsed, offered);
    const keys = await this.#keys(parsed);
    const withoutProof = `c=${this.#binding()},r=${parsed.nonce}`;
    const authMessage = utf8(`${this.#bare},${serverFirst},${withoutProof}`);
    const { hash } = this.#options;
    const signature = await hmac(hash, await digest(hash, keys.clientKey), authMessage);
    this.#serverSignature = await hmac(hash, keys.serverKey, authMessage);
    return `${withoutProof},p=${toBase64(xor(keys.clientKey, signature))}`;
  }

  /** Whether server-final-message proves that the server knows the password too; throws SaslError if it says "e=". */
  verify(serverFinal: string): boolean {
    if (serverFinal.startsWith("e=")) throw new SaslError("not-authorized", serverFinal.slice(2));
    const verifier = /^v=([^,]+)(?:,|$)/.exec(serverFinal)?.[1];
    return (
      verifier !== undefined && this.#serverSignature !== undefined && verifier === toBase64(this.#serverSignature)
    );
  }

  get #bare(): string {
    return `n=${encodeName(this.#options.username)},r=${this.#nonce}`;
  }

  #checkServer({ nonce, iterations }: ServerFirst): void {
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw new SaslError("not-authorized", "the server did not extend the nonce");
    }
    if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new SaslError("not-authorized", "an iteration count out of bounds");
    }
  }

  /** XEP-0474 §6.2 */
  async #checkOffered({ offeredHash }: ServerFirst, offered: Offered | undefined): Promise<void> {
    const { hash } = this.#options;
    if (offered === undefined || offeredHash === undefined) return;
    if (toBase64(await digest(hash, offeredBytes(offered))) !== offeredHash)
      throw new SaslError("not-authorized", "someone changed what the server offered");
  }

  async #keys({ salt, iterations }: ServerFirst): Promise<ScramClientKeys> {
    const { hash, password, keyCache } = this.#options;
    const id = `${hash},${salt},${iterations}`;
    const known = await keyCache?.get(id);
    if (known !== undefined) return known;
    if (password === undefined) throw new SaslError("credentials-expired", "the password is needed");
    const keys = await deriveClientKeys(password, hash, fromBase64(salt), iterations);
    await keyCache?.set(id, keys);
    return keys;
  }

  #binding(): string {
    const data = this.#gs2.startsWith("p=") ? this.#options.channelBinding?.data : undefined;
    return toBase64(new Uint8Array([...utf8(this.#gs2), ...(data ?? [])]));
  }
}

function gs2Header({ channelBinding, plusOffered, authzid }: ScramClientOptions): string {
  const offered = plusOffered === true ? `p=${channelBinding?.type}` : "y";
  return `${channelBinding === undefined ? "n" : offered},${authzid === undefined ? "" : `a=${encodeName(authzid)}`},`;
}
