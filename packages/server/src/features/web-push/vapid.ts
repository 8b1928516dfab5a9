import { createPrivateKey, generateKeyPairSync, type KeyObject, sign, type webcrypto } from "node:crypto";

const HOUR = 3_600_000;
/** How long a token is good for: RFC 8292 §2 allows 24 hours. */
const LIFETIME = 12 * HOUR;
/** Push services whose tokens are kept. */
const MAX_SERVICES = 100;

interface Token {
  readonly text: string;
  readonly expiresAt: number;
}

/** This server, as push services know it (RFC 8292): the key in whose name browsers subscribe. */
export class Vapid {
  /** What browsers are told: a point on P-256, uncompressed, as base64url. */
  readonly publicKey: string;
  readonly #key: KeyObject;
  readonly #contact: string;
  readonly #now: () => number;
  readonly #tokens = new Map<string, Token>();

  /** `jwk`: as `newKey` made it; `contact`: a mailto: or https: address where the server's people are reached. */
  constructor(jwk: string, contact: string, now: () => number) {
    const key: webcrypto.JsonWebKey = JSON.parse(jwk);
    const point = [Uint8Array.of(4), ...[key.x, key.y].map((part) => Buffer.from(part ?? "", "base64url"))];
    this.publicKey = Buffer.concat(point).toString("base64url");
    this.#key = createPrivateKey({ key, format: "jwk" });
    this.#contact = contact;
    this.#now = now;
  }

  static newKey(): string {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return JSON.stringify(privateKey.export({ format: "jwk" }));
  }

  /** The Authorization header for a request to this origin (§3). */
  authorization(origin: string): string {
    const known = this.#tokens.get(origin);
    const token = known && known.expiresAt - this.#now() > HOUR ? known : this.#renew(origin);
    return `vapid t=${token.text}, k=${this.publicKey}`;
  }

  #renew(origin: string): Token {
    const expiresAt = this.#now() + LIFETIME;
    const claims = { aud: origin, exp: Math.floor(expiresAt / 1_000), sub: this.#contact };
    const content = `${encoded({ typ: "JWT", alg: "ES256" })}.${encoded(claims)}`;
    const signature = sign("sha256", Buffer.from(content), { key: this.#key, dsaEncoding: "ieee-p1363" });
    const token = { text: `${content}.${signature.toString("base64url")}`, expiresAt };
    if (this.#tokens.size >= MAX_SERVICES) this.#tokens.clear();
    this.#tokens.set(origin, token);
    return token;
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
