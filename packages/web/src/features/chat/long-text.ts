/** Characters of a message that are shown at first, and by how many it must be longer for the rest to be folded away. */
const SHOWN = 3_000;
const SPARE = 1_000;

/** How a text begins that is too long to be shown at once: up to the end of a word. Undefined where it is not. */
export function beginningOf(text: string): string | undefined {
  if (text.length <= SHOWN + SPARE) return undefined;
  const beginning = text.slice(0, SHOWN);
  const end = beginning.search(/\s\S*$/u);
  // A word of such a length is none; half a character is not shown.
  return `${end > SHOWN / 2 ? beginning.slice(0, end) : beginning.replace(/[\ud800-\udbff]$/, "")} …`;
}
