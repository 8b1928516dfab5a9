import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { Assertion, Attestation } from "./web-authn.ts";

/** What of an answer is not as it should be. */
export interface Twist {
  readonly type?: string;
  readonly origin?: string;
  readonly party?: string;
  readonly counter?: number;
  readonly flags?: number;
  readonly handle?: string;
  readonly crossOrigin?: boolean;
}

export const ORIGIN = "https://chat.example.org";
export const PARTY = "chat.example.org";
const PRESENT_AND_VERIFIED = 0x05;
const WITH_CREDENTIAL = 0x40;

/** A key of an authenticator and the browser before it, as far as a server sees them. */
export class FakeAuthenticator {
  readonly id = randomBytes(16);
  handle = "";
  readonly #secret: KeyObject;
  readonly #publicKey: KeyObject;

  constructor(kind: "ec" | "ed25519" | "rsa" = "ec") {
    const { privateKey, publicKey } = keyPair(kind);
    this.#secret = privateKey;
    this.#publicKey = publicKey;
  }

  create(challenge: string, twist: Twist = {}): Attestation {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.id, Buffer.from("a COSE key")]);
    const data = authenticatorData({ flags: PRESENT_AND_VERIFIED | WITH_CREDENTIAL, ...twist });
    return {
      id: this.id.toString("base64url"),
      clientData: clientData("webauthn.create", challenge, twist),
      authenticatorData: Buffer.concat([data, credential]).toString("base64url"),
      publicKey: this.#publicKey.export({ format: "der", type: "spki" }).toString("base64url"),
    };
  }

  get(challenge: string, twist: Twist = {}): Assertion {
    const data = authenticatorData(twist);
    const client = clientData("webauthn.get", challenge, twist);
    const signed = Buffer.concat([data, createHash("sha256").update(Buffer.from(client, "base64url")).digest()]);
    const hash = this.#secret.asymmetricKeyType === "ed25519" ? null : "sha256";
    return {
      id: this.id.toString("base64url"),
      clientData: client,
      authenticatorData: data.toString("base64url"),
      signature: sign(hash, signed, this.#secret).toString("base64url"),
      handle: twist.handle ?? this.handle,
    };
  }
}

function keyPair(kind: "ec" | "ed25519" | "rsa") {
  if (kind === "ec") return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return kind === "rsa" ? generateKeyPairSync("rsa", { modulusLength: 2048 }) : generateKeyPairSync("ed25519");
}

function clientData(type: string, challenge: string, twist: Twist): string {
  const said = {
    type: twist.type ?? type,
    challenge: Buffer.from(challenge).toString("base64url"),
    origin: twist.origin ?? ORIGIN,
    crossOrigin: twist.crossOrigin ?? false,
  };
  return Buffer.from(JSON.stringify(said)).toString("base64url");
}

function authenticatorData({ party = PARTY, flags = PRESENT_AND_VERIFIED, counter = 0 }: Twist): Buffer {
  const rest = Buffer.alloc(5);
  rest.writeUInt8(flags);
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([createHash("sha256").update(party).digest(), rest]);
}
