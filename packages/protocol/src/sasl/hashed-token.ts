import { toBase64, utf8 } from "./base64.ts";
import { hmac } from "./hashes.ts";

/** The mechanism of those who cannot bind to their channel, as in a browser (draft-schmaus-kitten-sasl-ht §3). */
export const TOKEN_MECHANISM = "HT-SHA-256-NONE";

/** The client's one message, in base64: its name, and that it has the token. */
export async function tokenResponse(username: string, token: string): Promise<string> {
  return toBase64(new Uint8Array([...utf8(`${username}\0`), ...(await proof("Initiator", token))]));
}

/** Whether the server's answer, in base64, proves that it has the token too. */
export async function isTokenProof(data: string, token: string): Promise<boolean> {
  return data === toBase64(await proof("Responder", token));
}

function proof(who: "Initiator" | "Responder", token: string): Promise<Uint8Array> {
  return hmac("SHA-256", utf8(token), utf8(who));
}
