import type { MadePasskey, PasskeyCreation } from "@yonder/client";
import { EntryRefusal } from "./desk.ts";

/** What came of using a passkey; binary values in base64url. */
export interface UsedPasskey {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly handle: string;
}

/** Those that the server knows: ES256, EdDSA, RS256 (RFC 9053, RFC 8812). */
const ALGORITHMS = [-7, -8, -257];

/**
 * Has the browser make a passkey. `name`: under which people find it again.
 * @returns undefined when they would rather not
 */
export async function makePasskey(creation: PasskeyCreation, name: string): Promise<MadePasskey | undefined> {
  const { challenge, party, handle, known } = creation;
  const made = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: new TextEncoder().encode(challenge),
        rp: { id: party, name: "Yonder" },
        user: { id: fromBase64Url(handle), name, displayName: name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known.map((id) => ({ type: "public-key", id: fromBase64Url(id) })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        attestation: "none",
      },
    }),
  );
  if (!made) return undefined;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: made.id,
    clientData: toBase64Url(response.clientDataJSON),
    authenticatorData: toBase64Url(response.getAuthenticatorData()),
    publicKey: toBase64Url(response.getPublicKey()),
  };
}

/**
 * Has the browser ask for a passkey; `isOffer`: only when somebody picks one in the field for the address.
 * @returns undefined when they would rather not
 */
export async function presentPasskey(
  challenge: string,
  party: string,
  options: { readonly signal: AbortSignal; readonly isOffer?: boolean },
): Promise<UsedPasskey | undefined> {
  const used = await asked(() =>
    navigator.credentials.get({
      publicKey: { challenge: new TextEncoder().encode(challenge), rpId: party, userVerification: "required" },
      signal: options.signal,
      ...(options.isOffer && { mediation: "conditional" }),
    }),
  );
  if (!used) return undefined;
  const response = used.response as AuthenticatorAssertionResponse;
  return {
    id: used.id,
    clientData: toBase64Url(response.clientDataJSON),
    authenticatorData: toBase64Url(response.authenticatorData),
    signature: toBase64Url(response.signature),
    handle: toBase64Url(response.userHandle),
  };
}

/** Tells the browser that a passkey is good no more, where it listens to that. */
export function forgetPasskey(party: string, credentialId: string): void {
  const { signalUnknownCredential } = PublicKeyCredential as unknown as Signalling;
  signalUnknownCredential?.call(PublicKeyCredential, { rpId: party, credentialId }).catch(() => {});
}

interface Signalling {
  signalUnknownCredential?(of: { readonly rpId: string; readonly credentialId: string }): Promise<void>;
}

async function asked(question: () => Promise<Credential | null>): Promise<PublicKeyCredential | undefined> {
  try {
    return ((await question()) as PublicKeyCredential | null) ?? undefined;
  } catch (cause) {
    const { name } = cause as Error;
    // Whoever closes the browser's question has changed their mind, or too much time went by.
    if (name === "NotAllowedError" || name === "AbortError") return undefined;
    if (name === "InvalidStateError") throw new EntryRefusal("passkeyThere", { cause });
    throw new EntryRefusal(name === "SecurityError" ? "passkeyElsewhere" : "passkeyFailed", { cause });
  }
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

function toBase64Url(bytes: ArrayBuffer | null): string {
  const text = String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer()));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
