import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** Where a passkey is good (WebAuthn §5.4.2). */
export interface RelyingParty {
  /** Our name as browsers know it. */
  readonly id: string;
  /** Origins of our pages. */
  readonly origins: readonly string[];
}

/** What a browser says when a passkey was made; binary values in base64url. */
export interface Attestation {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: string;
}

/** What it says when one was used. */
export interface Assertion {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly handle: string;
}

/** What was presented does not prove what it should; `message` says what is wrong, for the log. */
export class PasskeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PasskeyError";
  }
}

/** Flags of authenticator data (§6.1). */
const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;
/** rpIdHash, flags and signCount. */
const HEADER = 37;
const AAGUID = 16;

/**
 * Checks what came of `navigator.credentials.create` (§7.1), without asking who made the authenticator. The public key is taken as the browser tells
 * it (`getPublicKey`): without an attestation nothing signs it anywhere. Returns the counter. Throws PasskeyError.
 */
export function checkAttestation(attestation: Attestation, challenge: string, party: RelyingParty): number {
  const { id, clientData, authenticatorData, publicKey } = attestation;
  checkClientData(clientData, "webauthn.create", challenge, party);
  const data = bytesOf(authenticatorData);
  const { flags, counter } = checkAuthenticatorData(data, party);
  if ((flags & HAS_CREDENTIAL) === 0) throw new PasskeyError("no credential");
  const at = HEADER + AAGUID + 2;
  if (data.length < at) throw new PasskeyError("authenticator data is cut off");
  const credential = data.subarray(at, at + data.readUInt16BE(at - 2));
  if (credential.length === 0 || credential.toString("base64url") !== id) throw new PasskeyError("another credential");
  keyOf(publicKey);
  return counter;
}

/** Checks what came of `navigator.credentials.get` (§7.2) against the public key of the passkey. Returns the counter, for the caller to compare. Throws PasskeyError. */
export function checkAssertion(
  assertion: Assertion,
  publicKey: string,
  challenge: string,
  party: RelyingParty,
): number {
  const { clientData, authenticatorData, signature } = assertion;
  checkClientData(clientData, "webauthn.get", challenge, party);
  const data = bytesOf(authenticatorData);
  const { counter } = checkAuthenticatorData(data, party);
  const signed = Buffer.concat([data, sha256(bytesOf(clientData))]);
  const key = keyOf(publicKey);
  // RFC 8032 signs what is there, the others a hash of it.
  const hash = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  if (!verify(hash, signed, key, bytesOf(signature))) throw new PasskeyError("wrong signature");
  return counter;
}

/** The challenge that a browser says it was given; it is not checked yet. Throws PasskeyError. */
export function challengeIn(clientData: string): string {
  const { challenge } = readClientData(clientData);
  if (typeof challenge !== "string") throw new PasskeyError("no challenge");
  return bytesOf(challenge).toString();
}

/** §5.8.1 */
function checkClientData(clientData: string, type: string, challenge: string, { origins }: RelyingParty): void {
  const said = readClientData(clientData);
  if (said.type !== type) throw new PasskeyError("another kind of answer");
  if (said.challenge !== Buffer.from(challenge).toString("base64url")) throw new PasskeyError("another challenge");
  if (typeof said.origin !== "string" || !origins.includes(said.origin)) throw new PasskeyError("another origin");
  if (said.crossOrigin === true) throw new PasskeyError("inside a page of another origin");
}

interface ClientData {
  readonly type?: unknown;
  readonly challenge?: unknown;
  readonly origin?: unknown;
  readonly crossOrigin?: unknown;
}

function readClientData(clientData: string): ClientData {
  try {
    const said: unknown = JSON.parse(bytesOf(clientData).toString());
    return typeof said === "object" && said !== null ? said : {};
  } catch {
    throw new PasskeyError("client data is no JSON");
  }
}

/** §6.1: the user was there, and has proved to the authenticator to be its owner. */
function checkAuthenticatorData(data: Buffer, party: RelyingParty): { flags: number; counter: number } {
  if (data.length < HEADER) throw new PasskeyError("authenticator data is cut off");
  if (!sha256(Buffer.from(party.id)).equals(data.subarray(0, 32))) throw new PasskeyError("another relying party");
  const flags = data.readUInt8(32);
  if ((flags & USER_PRESENT) === 0) throw new PasskeyError("nobody was there");
  if ((flags & USER_VERIFIED) === 0) throw new PasskeyError("the user was not verified");
  return { flags, counter: data.readUInt32BE(33) };
}

/** Those of the algorithms that browsers are asked for: ES256, EdDSA and RS256. */
function keyOf(publicKey: string): KeyObject {
  const key = readKey(publicKey);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isKnown =
    type === "ed25519" ||
    (type === "ec" && details?.namedCurve === "prime256v1") ||
    (type === "rsa" && (details?.modulusLength ?? 0) >= 2048);
  if (!isKnown) throw new PasskeyError("an unknown kind of key");
  return key;
}

function readKey(publicKey: string): KeyObject {
  try {
    return createPublicKey({ key: bytesOf(publicKey), format: "der", type: "spki" });
  } catch {
    throw new PasskeyError("no public key");
  }
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, "base64url");
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
