const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** An identifier that nobody can guess: 20 characters, 103 bits. */
export function randomId(length = 20): string {
  let id = "";
  while (id.length < length) {
    // 252 = 7 × 36: a byte below it gives every letter the same chance.
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) if (byte < 252) id += LETTERS[byte % 36];
  }
  return id.slice(0, length);
}
