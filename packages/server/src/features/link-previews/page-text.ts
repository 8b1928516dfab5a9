/** Where a page may say in which encoding it is (HTML §13.2.3.2), in bytes. */
const DECLARED_WITHIN = 1_024;

/** The text of a page: by its mark, by what the server says, by what it says itself, else UTF-8 if it is that. */
export function pageText(body: Uint8Array, charset: string | undefined): string {
  const told = markOf(body) ?? charset ?? declaredIn(body);
  if (told !== undefined) return decoderOf(told).decode(body);
  try {
    // It may be cut in the middle of a letter.
    return new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(body);
  }
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : undefined;
}

function declaredIn(body: Uint8Array): string | undefined {
  const head = Buffer.from(body.subarray(0, DECLARED_WITHIN)).toString("latin1");
  const name = /<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w:-]{1,40})/i.exec(head)?.[1];
  // What could be read as ASCII is no UTF-16, whatever it says.
  return name && /^utf-?16/i.test(name) ? "utf-8" : name;
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder("utf-8");
  }
}
