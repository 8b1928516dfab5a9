/**
 * Words that are known by heart. Where scanned text holds one of them, the string here is taken instead of a new one: nothing
 * is copied, it compares faster, and an element that is kept does not keep the text it was cut from.
 */
const SLOTS = 1024;
const TABLE: (readonly string[] | undefined)[] = new Array(SLOTS).fill(undefined);

/** Few: each is looked for whenever another word falls into its slot. */
export function learnWords(words: readonly string[]): void {
  for (const word of new Set(words)) {
    const slot = slotOf(word, 0, word.length);
    TABLE[slot] = [...(TABLE[slot] ?? []), word];
  }
}

/** The known word that stands in `text` between two positions. */
export function knownWord(text: string, from: number, to: number): string | undefined {
  const words = TABLE[slotOf(text, from, to)];
  if (words === undefined) return undefined;
  for (const word of words) if (word.length === to - from && text.startsWith(word, from)) return word;
  return undefined;
}

/** By length, first and last but one character: cheap, and nearly all words have a slot of their own. */
function slotOf(text: string, from: number, to: number): number {
  return (
    ((to - from) * 37 + text.charCodeAt(from) * 101 + text.charCodeAt(to - 2) * 7 + text.charCodeAt(to - 1) * 29) &
    (SLOTS - 1)
  );
}
