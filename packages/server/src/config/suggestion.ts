/** ` (did you mean c2s_port?)`, or nothing when no candidate is close. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const ranked = candidates.map((candidate) => ({ candidate, edits: editsBetween(word, candidate) }));
  const best = ranked.toSorted((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= Math.max(2, word.length / 4) ? ` (did you mean ${best.candidate}?)` : "";
}

/** Levenshtein distance, without regard to case or the kind of dash. */
function editsBetween(a: string, b: string): number {
  const [from, to] = [a, b].map((text) => text.toLowerCase().replaceAll("-", "_")) as [string, string];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const [left, above, diagonal] = [next[column - 1] ?? 0, row[column] ?? 0, row[column - 1] ?? 0];
      next.push(Math.min(left + 1, above + 1, diagonal + (to[column - 1] === letter ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
