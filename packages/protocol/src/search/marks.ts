import { foldCharacters, folded, type SearchTerm, soughtText } from "./terms.ts";

/** A stretch of a text in UTF-16 units: from `start` on, `end` not included. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** Where a text has the terms: in order, none within another. What spans several marks of another text is not found. */
export function marksOf(text: string, terms: readonly SearchTerm[]): readonly Mark[] {
  const { words, places } = spread(text);
  const all = terms.flatMap((term) => {
    const sought = soughtText(term);
    return positions(words, sought).map((at): Mark => {
      const first = at + (sought.startsWith(" ") ? 1 : 0);
      const last = at + sought.trimEnd().length - 1;
      return { start: places[first]?.start ?? 0, end: places[last]?.end ?? 0 };
    });
  });
  const inOrder = all.toSorted((a, b) => a.start - b.start || b.end - a.end);
  return inOrder.filter((mark, i) => inOrder.slice(0, i).every(({ end }) => mark.start >= end));
}

/** A text as terms are looked for in it, with the place from which each of its characters comes. */
function spread(text: string): { readonly words: string; readonly places: readonly Mark[] } {
  let words = " ";
  const places: Mark[] = [{ start: 0, end: 0 }];
  let at = 0;
  for (const character of text) {
    const place = { start: at, end: at + character.length };
    at = place.end;
    const bare = foldCharacters(character);
    if (bare === "") {
      places[places.length - 1] = { start: places.at(-1)?.start ?? 0, end: at }; // an accent of the one before
      continue;
    }
    const pieces = piecesOf(bare, words);
    words += pieces;
    for (let i = 0; i < pieces.length; i++) places.push(place);
  }
  return { words: `${words} `, places };
}

/** What one character adds: a space where a word ends, or the way of writing changes. */
function piecesOf(bare: string, before: string): string {
  const own = folded(bare);
  if (own.trim() === "") return before.endsWith(" ") ? "" : " ";
  const last = before.at(-1) ?? " ";
  const isParted = last !== " " && folded(`${last}${bare}`).trim().includes(" ");
  return `${isParted ? " " : ""}${own.trim()}`;
}

function positions(words: string, sought: string): number[] {
  const found: number[] = [];
  for (let at = words.indexOf(sought); at >= 0; at = words.indexOf(sought, at + 1)) found.push(at);
  return found;
}
