import { Utf8Reader } from "../../../packages/server/src/transport/utf8-reader.ts";
import { mutatedText } from "../generator.ts";
import { mustEqual, type Target } from "../target.ts";

const TEXT = "aé€𝒳\u0000\ud7ff\ue000\uffff\u{10ffff}z";

/** A letter behind which nothing is unfinished. */
const END = "7a";

interface Case {
  /** Hexadecimal. */
  readonly bytes: string;
  readonly cut: readonly number[];
}

/** Bytes in any chunks become the text that they are, or none. */
export const utf8: Target<Case> = {
  name: "utf8",
  make(random) {
    const bytes = Buffer.from(mutatedText(TEXT, random));
    for (let n = random.below(3); n > 0; n--)
      bytes[random.below(bytes.length)] = random.pick([
        0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xa0, 0xf0, 0xf4, 0xf5, 0xff, 0x41,
      ]);
    return { bytes: bytes.toString("hex"), cut: random.some(0, 5, () => random.below(bytes.length + 1)) };
  },
  check({ bytes, cut }) {
    const all = Buffer.from(`${bytes}${END}`, "hex");
    const reader = new Utf8Reader();
    const edges = [0, ...cut.toSorted((a, b) => a - b), all.length];
    let text: string | undefined = "";
    for (let i = 1; i < edges.length; i++) {
      const piece = reader.read(all.subarray(edges[i - 1], edges[i]));
      text = text === undefined || piece === undefined ? undefined : text + piece;
    }
    mustEqual(text, strictly(all), "another text");
  },
};

/** undefined: not UTF-8. */
function strictly(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
