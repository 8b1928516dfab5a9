/** A smaller case that still fails, by leaving out parts of lists and texts; as small as it gets in so many milliseconds. */
export async function shrunk<Case>(found: Case, fails: (input: Case) => Promise<boolean>, ms = 3_000): Promise<Case> {
  const deadline = performance.now() + ms;
  let [smallest, hasShrunk] = [found, true];
  while (hasShrunk) {
    hasShrunk = false;
    for (const smaller of smallerOf(smallest)) {
      if (performance.now() > deadline) return smallest;
      if (!(await fails(smaller as Case))) continue;
      smallest = smaller as Case;
      hasShrunk = true;
      break;
    }
  }
  return smallest;
}

function* smallerOf(value: unknown): Generator<unknown> {
  if (typeof value === "string" || Array.isArray(value)) yield* withoutParts(value);
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    for (const smaller of smallerOf(part))
      yield Array.isArray(value) ? value.with(Number(key), smaller) : { ...value, [key]: smaller };
  }
}

/** Without a half, a quarter … and at last one. */
function* withoutParts(whole: string | readonly unknown[]): Generator<unknown> {
  for (let size = whole.length >> 1 || whole.length; size > 0; size >>= 1) {
    for (let at = 0; at + size <= whole.length; at += size)
      yield typeof whole === "string"
        ? whole.slice(0, at) + whole.slice(at + size)
        : [...whole.slice(0, at), ...whole.slice(at + size)];
  }
}
