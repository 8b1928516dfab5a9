import { mutatedDocuments } from "../../../packages/protocol/src/xml/documents.fixture.ts";
import { readByBoth } from "../../../packages/protocol/src/xml/saxes.fixture.ts";
import { mustEqual, type Target } from "../target.ts";

/** The scanner and another parser agree on what is well-formed, and on what it says. */
export const xmlSaxes: Target<string> = {
  name: "xml-saxes",
  make: (random) => [...mutatedDocuments(random.below(2 ** 32), 1)].join(""),
  check(text) {
    const reading = readByBoth(text);
    if (reading) mustEqual(reading.ours, reading.theirs, "saxes sees it otherwise");
  },
};
