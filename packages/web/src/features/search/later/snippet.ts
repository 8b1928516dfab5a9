/** Characters before the first word that was looked for, and of the whole. */
const BEFORE = 24;
const MOST = 240;

/** A stretch of a text, on one line, in which a mark is seen; it begins with a word where there are words. */
export function cutAround(text: string, mark: { readonly start: number } | undefined): string {
  const start = mark?.start ?? 0;
  if (start <= BEFORE * 1.5) return text.slice(0, MOST);
  const from = start - BEFORE;
  const space = text.slice(from, start).search(/\s/u);
  const begin = space < 0 ? wholeCharacter(text, from) : from + space + 1;
  return `… ${text.slice(begin, begin + MOST)}`;
}

/** Not between the halves of one character. */
function wholeCharacter(text: string, at: number): number {
  return /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at;
}
