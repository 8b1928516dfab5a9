import { describe, expect, it } from "vitest";
import { mutatedDocuments } from "./documents.fixture.ts";
import { readByBoth } from "./saxes.fixture.ts";

// Documents are mutated at random and read by this scanner and by saxes. What XMPP refuses beyond XML is left out of the comparison.
const RUNS = 15_000;
const SEED = Number(process.env.SAXES_SEED ?? 20_260_711);

describe("the scanner beside saxes", () => {
  it(`agrees on ${RUNS} mutated documents (SAXES_SEED=${SEED})`, () => {
    let accepted = 0;
    for (const document of mutatedDocuments(SEED, RUNS)) {
      const reading = readByBoth(document);
      if (!reading) continue;
      const { text, ours, theirs } = reading;
      if (ours !== "refused") accepted++;
      expect({ text, tree: ours }).toEqual({ text, tree: theirs });
    }
    // A generator that only makes rubbish would prove nothing
    expect(accepted).toBeGreaterThan(RUNS / 10);
    expect(accepted).toBeLessThan(RUNS);
  });
});
