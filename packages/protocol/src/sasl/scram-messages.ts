import { SaslError } from "./sasl-error.ts";

/** RFC 5802 §7 gs2-header: how the client stands to channel binding, and whom it wants to act as. */
export interface Gs2Header {
  readonly flag: "n" | "y" | "p";
  /** With the flag "p". */
  readonly bindingType: string | undefined;
  readonly authzid: string | undefined;
  /** The header as sent. */
  readonly text: string;
}

export interface ClientFirst {
  readonly gs2: Gs2Header;
  readonly username: string;
  readonly nonce: string;
  /** client-first-message-bare, as sent. */
  readonly bare: string;
}

export interface ServerFirst {
  readonly nonce: string;
  readonly salt: string;
  readonly iterations: number;
  /** Hash of what the server offered (XEP-0474), in base64. */
  readonly offeredHash: string | undefined;
}

export interface ClientFinal {
  readonly binding: string;
  readonly nonce: string;
  readonly proof: string;
  readonly withoutProof: string;
}

const GS2 = /^(?:([ny])|p=([A-Za-z0-9.-]+)),(?:a=([^,]+))?,/;
const PRINTABLE = /^[\x21-\x2b\x2d-\x7e]+$/;

/** Throws SaslError malformed-request. */
export function parseClientFirst(text: string): ClientFirst {
  const found = GS2.exec(text);
  if (found === null) throw malformed("no GS2 header");
  const [header, flag, bindingType, authzid] = found;
  const bare = text.slice(header.length);
  const attributes = parseAttributes(bare);
  const [name, nonce] = attributes;
  if (name?.key !== "n" || nonce?.key !== "r" || !PRINTABLE.test(nonce.value)) throw malformed("no username or nonce");
  const gs2 = {
    flag: (flag ?? "p") as Gs2Header["flag"],
    bindingType,
    authzid: authzid && decodeName(authzid),
    text: header,
  };
  return { gs2, username: decodeName(name.value), nonce: nonce.value, bare };
}

/** Throws SaslError malformed-request, or with the server's own condition when it sent "e=". */
export function parseServerFirst(text: string): ServerFirst {
  const [nonce, salt, iterations, ...extensions] = parseAttributes(text);
  if (nonce?.key === "e") throw new SaslError("not-authorized", nonce.value);
  if (nonce?.key !== "r" || salt?.key !== "s" || iterations?.key !== "i" || !PRINTABLE.test(nonce.value)) {
    throw malformed("not a server-first-message");
  }
  if (!/^[1-9]\d{0,9}$/.test(iterations.value)) throw malformed("not an iteration count");
  const offeredHash = extensions.find(({ key }) => key === "h")?.value;
  return { nonce: nonce.value, salt: salt.value, iterations: Number(iterations.value), offeredHash };
}

/** Throws SaslError malformed-request. */
export function parseClientFinal(text: string): ClientFinal {
  const attributes = parseAttributes(text);
  const [binding, nonce] = attributes;
  const proof = attributes.at(-1);
  if (binding?.key !== "c" || nonce?.key !== "r" || proof?.key !== "p" || attributes.length < 3) {
    throw malformed("not a client-final-message");
  }
  const withoutProof = text.slice(0, text.length - proof.value.length - 3);
  return { binding: binding.value, nonce: nonce.value, proof: proof.value, withoutProof };
}

/** RFC 5802 §5.1: "," and "=" cannot stand in a name. */
export function encodeName(name: string): string {
  return name.replaceAll("=", "=3D").replaceAll(",", "=2C");
}

function decodeName(name: string): string {
  if (/=(?!2C|3D)/.test(name) || name === "" || name.includes("\0")) throw malformed("not a name");
  return name.replaceAll("=2C", ",").replaceAll("=3D", "=");
}

function parseAttributes(text: string): { key: string; value: string }[] {
  return text.split(",").map((part, i) => {
    if (!/^[A-Za-z]=./s.test(part)) throw malformed("not an attribute");
    // RFC 5802 §5.1: "m=" announces an extension that must be understood
    if (part[0] === "m" && i === 0) throw new SaslError("malformed-request", "a mandatory extension");
    return { key: part.slice(0, 1), value: part.slice(2) };
  });
}

function malformed(message: string): SaslError {
  return new SaslError("malformed-request", message);
}
