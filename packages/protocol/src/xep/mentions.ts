/** Who a text may speak to. */
interface Named {
  /** Their name in the group. */
  readonly nick: string;
  /** Their bare address. */
  readonly address: string;
}

/** Names shorter than this are words of many languages: they count behind an @ alone. */
const SHORTEST = 3;

/** Whether a text names somebody: by their whole name, or behind an @ by its first word or what stands before the @ of their address. */
export function namesPerson(body: string, { nick, address }: Named): boolean {
  const text = fold(body);
  const whole = fold(nick);
  const called = [whole, firstWord(whole), fold(address.slice(0, address.lastIndexOf("@")))];
  if (called.some((name) => name && hasWord(text, `@${name}`))) return true;
  return whole.length >= SHORTEST && hasWord(text, whole);
}

function firstWord(name: string): string {
  return name.split(/\s+/u)[0] ?? "";
}

/** The word with no letter or digit around it. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isPartOfWord(text[at - 1]) && !isPartOfWord(text[at + word.length])) return true;
  }
  return false;
}

function isPartOfWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);
}

function fold(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase();
}
