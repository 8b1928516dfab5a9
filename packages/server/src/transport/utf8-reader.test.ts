import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Utf8Reader } from "./utf8-reader.ts";

describe("reading UTF-8 in chunks", () => {
  test("gives the text, wherever it is cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.nat({ max: 20 })), (text, cuts) => {
        const bytes = Buffer.from(text);
        const reader = new Utf8Reader();
        let at = 0;
        let read = "";
        for (const length of [...cuts, bytes.length]) {
          read += reader.read(bytes.subarray(at, at + length));
          at += length;
        }
        expect(read).toBe(bytes.toString());
      }),
    );
  });

  test.each([
    ["a lone continuation byte", [0x80]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong NUL", [0xe0, 0x80, 0x80]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["a character beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
    ["a byte that begins nothing", [0xff]],
    ["a character broken off", [0xe2, 0x82, 0x41]],
  ])("refuses %s, also byte by byte", (_, bytes) => {
    expect(new Utf8Reader().read(Buffer.from([...bytes, 0x20]))).toBe(undefined);
    const reader = new Utf8Reader();
    expect([...bytes, 0x20].map((byte) => reader.read(Buffer.of(byte)))).toContain(undefined);
  });
});
