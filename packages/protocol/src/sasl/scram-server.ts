import { fromBase64, toBase64, utf8 } from "./base64.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import { type Offered, offeredBytes } from "./downgrade.ts";
import type { ScramHash } from "./hashes.ts";
import { SaslError } from "./sasl-error.ts";
import { type ScramKeys, xor } from "./scram-keys.ts";
import { type ClientFirst, parseClientFinal, parseClientFirst } from "./scram-messages.ts";

/** Synchronous cryptography, as in node:crypto: a login costs some microseconds and no promise. */
export interface ScramCrypto {
  hmac(hash: ScramHash, key: Uint8Array, data: Uint8Array | string): Uint8Array;
  digest(hash: ScramHash, data: Uint8Array): Uint8Array;
  /** In constant time; the lengths are equal. */
  equal(a: Uint8Array, b: Uint8Array): boolean;
}

export interface ScramServerOptions {
  readonly hash: ScramHash;
  /** The server's part: printable, without commas, fresh for each login. */
  readonly nonce: string;
  readonly crypto: ScramCrypto;
  /** The keys of a username as the client gave it (not prepared). */
  lookup(username: string): ScramKeys | undefined | Promise<ScramKeys | undefined>;
  /** Whether the client chose the -PLUS mechanism. */
  readonly isPlus?: boolean;
  /** Whether a -PLUS mechanism was advertised on this stream. */
  readonly plusAdvertised: boolean;
  readonly channelBinding?: ChannelBinding | undefined;
  /** What was offered on this stream, for the client to compare (XEP-0474); undefined: it is not told. */
  readonly offered?: Offered | undefined;
  /** A secret of this server: whoever has no account is given a salt made of it, the same each time. */
  readonly fakeSaltSecret: Uint8Array | string;
  /** A username as an account would have it: however it is spelled, whoever has no account has one salt. As it was given unless told. */
  prepare?(username: string): string;
  /** Iterations to claim for whoever has no account: what new accounts get. */
  readonly fakeIterations: number;
}

export interface ScramOutcome {
  readonly serverFinal: string;
  readonly username: string;
  readonly authzid: string | undefined;
}

/** The server's end of SCRAM (RFC 5802, RFC 7677), for one login. */
export class ScramServer {
  readonly #options: ScramServerOptions;
  #clientFirst: ClientFirst | undefined;
  #serverFirst = "";
  #keys: ScramKeys | undefined;

  constructor(options: ScramServerOptions) {
    this.#options = options;
  }

  /** server-first-message; throws SaslError. A promise only if `lookup` gives one. */
  first(clientFirst: string): string | Promise<string> {
    if (this.#clientFirst !== undefined) throw new SaslError("malformed-request", "client-first-message twice");
    const parsed = parseClientFirst(clientFirst);
    this.#clientFirst = parsed;
    this.#checkBindingFlag(parsed);
    const found = this.#options.lookup(parsed.username);
    return found instanceof Promise
      ? found.then((keys) => this.#challenge(parsed, keys))
      : this.#challenge(parsed, found);
  }

  /** Checks client-final-message; throws SaslError, not-authorized for a wrong password and an unknown user alike. */
  final(clientFinal: string): ScramOutcome {
    const first = this.#clientFirst;
    if (first === undefined || this.#serverFirst === "")
      throw new SaslError("malformed-request", "no client-first-message");
    const { binding, nonce, proof, withoutProof } = parseClientFinal(clientFinal);
    const authMessage = `${first.bare},${this.#serverFirst},${withoutProof}`;
    const serverFirst = this.#serverFirst;
    this.#serverFirst = "";
    if (!serverFirst.startsWith(`r=${nonce},`)) throw new SaslError("not-authorized", "another nonce");
    if (binding !== this.#expectedBinding(first)) throw new SaslError("not-authorized", "another channel");
    const serverFinal = this.#verify(fromBase64(proof), authMessage);
    return { serverFinal, username: first.username, authzid: first.gs2.authzid };
  }

  // RFC 5802 §6
  #checkBindingFlag({ gs2 }: ClientFirst): void {
    const { plusAdvertised, isPlus = false, channelBinding } = this.#options;
    if (gs2.flag === "y" && plusAdvertised)
      throw new SaslError("not-authorized", "someone hid our -PLUS mechanism from the client");
    if ((gs2.flag === "p") !== isPlus)
      throw new SaslError("malformed-request", "channel binding does not go with the mechanism");
    if (gs2.flag === "p" && gs2.bindingType !== channelBinding?.type)
      throw new SaslError("malformed-request", "no such channel binding");
  }

  #challenge({ nonce, username }: ClientFirst, keys: ScramKeys | undefined): string {
    this.#keys = keys;
    const salt = keys?.salt ?? this.#fakeSalt(username);
    const iterations = keys?.iterations ?? this.#options.fakeIterations;
    this.#serverFirst = `r=${nonce}${this.#options.nonce},s=${toBase64(salt)},i=${iterations}${this.#offeredHash()}`;
    return this.#serverFirst;
  }

  #offeredHash(): string {
    const { crypto, hash, offered } = this.#options;
    return offered ? `,h=${toBase64(crypto.digest(hash, offeredBytes(offered)))}` : "";
  }

  #fakeSalt(username: string): Uint8Array {
    const { crypto, fakeSaltSecret, hash, prepare = (it) => it } = this.#options;
    const secret = typeof fakeSaltSecret === "string" ? utf8(fakeSaltSecret) : fakeSaltSecret;
    return crypto.hmac(hash, secret, `${hash} ${prepare(username)}`).slice(0, 16);
  }

  #expectedBinding({ gs2 }: ClientFirst): string {
    const data = gs2.flag === "p" ? this.#options.channelBinding?.data : undefined;
    return data === undefined ? toBase64(utf8(gs2.text)) : toBase64(new Uint8Array([...utf8(gs2.text), ...data]));
  }

  #verify(proof: Uint8Array, authMessage: string): string {
    const { crypto, hash } = this.#options;
    // The same work for an unknown user, with keys that no proof fits
    const length = hash === "SHA-1" ? 20 : 32;
    const storedKey = this.#keys?.storedKey ?? new Uint8Array(length);
    const serverKey = this.#keys?.serverKey ?? new Uint8Array(length);
    const signature = crypto.hmac(hash, storedKey, authMessage);
    if (proof.length !== length) throw new SaslError("not-authorized", "a proof of another length");
    const isProven = crypto.equal(crypto.digest(hash, xor(proof, signature)), storedKey);
    if (!isProven || this.#keys === undefined) throw new SaslError("not-authorized");
    return `v=${toBase64(crypto.hmac(hash, serverKey, authMessage))}`;
  }
}
