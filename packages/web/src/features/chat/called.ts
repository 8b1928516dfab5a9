import type { GroupMember } from "@yonder/client";

const patterns = new WeakMap<readonly GroupMember[], RegExp>();

/** A text cut where it calls people of the group by their names, or first names, behind an @: every second part is a call. */
export function cutAtCalls(text: string, people: readonly GroupMember[] | undefined): readonly string[] {
  if (!people || !text.includes("@")) return [text];
  const pattern = patterns.get(people) ?? patternOf(people);
  patterns.set(people, pattern);
  return text.split(pattern);
}

function patternOf(people: readonly GroupMember[]): RegExp {
  const names = people.flatMap(({ nick }) => [nick, nick.split(/\s+/u)[0] ?? ""]).filter(Boolean);
  // The longest first: a whole name rather than its beginning.
  const escaped = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])(@(?:${escaped.join("|") || "@"}))(?![\\p{L}\\p{N}])`, "iu");
}
