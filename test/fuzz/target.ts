import type { Random } from "./random.ts";

/** Something that takes what strangers send. A case is JSON: it is kept as such when something is found. */
export interface Target<Case = unknown> {
  readonly name: string;
  make(random: Random): Case;
  /**
   * Feeds the case to what is tested; throws when a property does not hold. `lap` is called after each input where a case has several: none may
   * take longer than {@link MOST_MS} of CPU.
   */
  check(input: Case, lap: () => void): void | Promise<void>;
  /** How many inputs a case holds; one unless told. */
  sizeOf?(input: Case): number;
  /** Ends what was started by the first check. */
  close?(): Promise<void>;
}

/** Milliseconds of CPU that one input may cost. */
export const MOST_MS = 100;

/** A property that does not hold. */
export class Violation extends Error {
  override readonly name = "Violation";
}

export function must(holds: boolean, what: string, detail?: unknown): asserts holds {
  if (holds) return;
  const told = typeof detail === "string" || detail === undefined ? detail : JSON.stringify(detail);
  throw new Violation(told === undefined ? what : `${what}: ${told.slice(0, 2_000)}`);
}

/** Whether these are the same, as JSON writes them. */
export function mustEqual(a: unknown, b: unknown, what: string): void {
  const [first, second] = [JSON.stringify(a), JSON.stringify(b)];
  if (first !== second) throw new Violation(`${what}: ${first?.slice(0, 1_000)} and ${second?.slice(0, 1_000)}`);
}
