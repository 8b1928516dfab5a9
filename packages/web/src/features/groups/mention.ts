/** A name that is being written behind an @, up to the cursor. */
export interface Mention {
  /** Where the @ stands. */
  readonly start: number;
  readonly end: number;
  readonly typed: string;
}

/** Letters behind an @ that may become a name: more is none. */
const LONGEST = 40;

/** The mention at the cursor, if one is being written there. */
export function mentionAt(text: string, cursor: number): Mention | undefined {
  const before = text.slice(Math.max(0, cursor - LONGEST - 1), cursor);
  const found = /(?:^|[\s(])@([^\s@]*)$/u.exec(before);
  if (!found) return undefined;
  const typed = found[1] ?? "";
  return { start: cursor - typed.length - 1, end: cursor, typed };
}

/** The text with the name in the mention's place, and the cursor behind it. */
export function withMention(text: string, { start, end }: Mention, name: string): { text: string; cursor: number } {
  const inserted = `@${name} `;
  const rest = text.slice(end).replace(/^ /, "");
  return { text: text.slice(0, start) + inserted + rest, cursor: start + inserted.length };
}

/** Those whose name, or a word of it, begins so, the best first. */
export function matching<T extends { readonly name: string }>(people: readonly T[], typed: string, most = 6): T[] {
  const text = fold(typed);
  const ranked = people.flatMap((person) => {
    const words = fold(person.name).split(/\s+/u);
    const at = words.findIndex((word) => word.startsWith(text));
    return at === -1 ? [] : [{ person, at }];
  });
  return ranked
    .sort((a, b) => a.at - b.at || a.person.name.localeCompare(b.person.name))
    .slice(0, most)
    .map(({ person }) => person);
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
