/** What is wrong with a list of messages that should be the expected ones, each once and in order. */
export interface Faults {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly twice: readonly string[];
  /** Those that came after one that should have come later. */
  readonly late: readonly string[];
}

export const none: Faults = { missing: [], unexpected: [], twice: [], late: [] };

export function faultsOf(found: readonly string[], expected: readonly string[]): Faults {
  const places = new Map(expected.map((body, place) => [body, place]));
  const known = new Set(found);
  let furthest = -1;
  const late = found.filter((body) => {
    const place = places.get(body) ?? furthest;
    furthest = Math.max(furthest, place);
    return place < furthest;
  });
  return {
    missing: expected.filter((body) => !known.has(body)),
    unexpected: found.filter((body) => !places.has(body)),
    twice: found.filter((body, index) => found.indexOf(body) !== index),
    late,
  };
}
