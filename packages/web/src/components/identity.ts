/** The hue (0–359) of somebody's avatar and name: always the same for an address, on every device. */
export function hueOf(address: string): number {
  return hash(address.toLowerCase()) % 360;
}

/** Where the hill of the avatar stands, in per cent from the left: never in the middle. */
export function hillOf(address: string): number {
  const at = (hash(`${address.toLowerCase()}/hill`) % 36) + 20;
  return at < 38 ? at : at + 20;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return (value ^ (value >>> 15)) >>> 0;
}

/** One or two letters, or one emoji or ideograph, that stand for a name. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word) && !TITLE.test(word));
  const first = firstSign(words[0] ?? name.trim());
  const last = words.length > 1 ? firstSign(words.at(-1) ?? "") : "";
  return isAlphabetic(first) && isAlphabetic(last) ? upper(first + last) : upper(first);
}

/** The name people are called by: the first word of Latin, Cyrillic, Greek or Arabic names, else the whole. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/u);
  return words.find((word) => !TITLE.test(word)) ?? name;
}

const TITLE = /^(?:dr|prof|mr|mrs|ms|frau|herr)\.?$/iu;

/** A name to show for an address that nobody has given one: "bea.nowak@…" → "Bea Nowak". Others stay as they are. */
export function nameFromAddress(address: string): string {
  const local = localPart(address);
  if (!/^[a-z]{2,}(?:[._-][a-z]{2,})*$/.test(local)) return local;
  return local.replace(
    /(?:^|[._-])([a-z])/g,
    (match, letter: string) => (match.length > 1 ? " " : "") + letter.toUpperCase(),
  );
}

/** Before the @. */
export function localPart(address: string): string {
  const at = address.indexOf("@");
  return at > 0 ? address.slice(0, at) : address;
}

function firstSign(word: string): string {
  const start = word.replace(/^[^\p{L}\p{N}\p{Extended_Pictographic}]+/u, "");
  const [first] = new Intl.Segmenter().segment(start || word);
  return first?.segment ?? "";
}

function isAlphabetic(sign: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(sign);
}

function upper(text: string): string {
  return text.toLocaleUpperCase();
}
