/** Where a link leads, in letters that nobody can mistake: a host's name in ASCII. */
export interface HostName {
  readonly ascii: string;
  /** It is made to look like another one, or could be: alphabets are mixed in it. */
  readonly isTricky: boolean;
}

export function hostOf(href: string): HostName {
  const ascii = new URL(href).hostname.replace(/^www\./, "");
  return { ascii, isTricky: ascii.split(".").some((label) => isMixed(unicodeOf(label))) };
}

/** Alphabets with letters that look like ours. */
const ALIKE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
const LATIN = /\p{Script=Latin}/u;
/** Letters of another alphabet that are each drawn as one of ours. */
const ALL_ALIKE = /^[асԁеһіјӏорԛѕԝхуъьαικνορτυωχᴄ0-9-]+$/u;

/** A label with letters of two such alphabets, or with letters of one that are all drawn like ours (UTS #39 §5.1). */
function isMixed(label: string): boolean {
  return (ALIKE.test(label) && LATIN.test(label)) || (ALIKE.test(label) && ALL_ALIKE.test(label));
}

const PREFIX = "xn--";
const [BASE, T_MIN, T_MAX, SKEW, DAMP, INITIAL_BIAS, INITIAL_N] = [36, 1, 26, 38, 700, 72, 128];

/** A label of a host's name as it is meant (RFC 3492 §6.2); as it stands, when that is no Punycode. */
export function unicodeOf(label: string): string {
  if (!label.startsWith(PREFIX)) return label;
  const text = label.slice(PREFIX.length);
  const basic = Math.max(0, text.lastIndexOf("-"));
  const letters = [...text.slice(0, basic)].map((letter) => letter.codePointAt(0) ?? 0);
  let [n, i, bias, at] = [INITIAL_N, 0, INITIAL_BIAS, basic > 0 ? basic + 1 : 0];
  while (at < text.length) {
    const before = i;
    for (let [weight, k] = [1, BASE]; ; k += BASE) {
      const digit = digitOf(text[at++]);
      if (digit === undefined) return label;
      i += digit * weight;
      const t = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < t) break;
      weight *= BASE - t;
    }
    const count = letters.length + 1;
    bias = adapted(i - before, count, before === 0);
    n += Math.floor(i / count);
    i %= count;
    if (n > 0x10ffff) return label;
    letters.splice(i++, 0, n);
  }
  return String.fromCodePoint(...letters);
}

function digitOf(letter: string | undefined): number | undefined {
  const digit = Number.parseInt(letter ?? "", BASE);
  if (Number.isNaN(digit)) return undefined;
  // Letters come first in Punycode, digits behind them.
  return digit < 10 ? digit + 26 : digit - 10;
}

function adapted(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
