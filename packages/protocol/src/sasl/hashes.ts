export type ScramHash = "SHA-1" | "SHA-256";

export async function hmac(hash: ScramHash, key: Uint8Array, data: Uint8Array): Promise<Uint8Array> {
  const imported = await subtle().importKey("raw", own(key), { name: "HMAC", hash }, false, ["sign"]);
  return new Uint8Array(await subtle().sign("HMAC", imported, own(data)));
}

export async function digest(hash: ScramHash, data: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await subtle().digest(hash, own(data)));
}

/** Browsers have it in secure contexts only. */
export function subtle(): SubtleCrypto {
  if (crypto.subtle === undefined)
    throw new Error("No WebCrypto: this page must be loaded over HTTPS or from localhost");
  return crypto.subtle;
}

/** WebCrypto's types want memory that is not shared. */
export function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
