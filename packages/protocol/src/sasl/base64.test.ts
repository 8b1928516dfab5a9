import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromBase64, fromUtf8, toBase64, utf8 } from "./base64.ts";
import { SaslError } from "./sasl-error.ts";

describe("base64", () => {
  it("brings bytes back, and is what Node makes of them", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each(["a", "ab", "abc", "ab=", "====", "ab==cd==", "ab c", "ab\n=", "a-_=", "=abc"])("refuses %j", (text) => {
    expect(() => fromBase64(text)).toThrow(SaslError);
  });
});

describe("UTF-8", () => {
  it("comes back as it was", () => {
    expect(fromUtf8(utf8("\ufeffa😀"))).toBe("\ufeffa😀");
  });

  it("is refused when it is none", () => {
    expect(() => fromUtf8(new Uint8Array([0xff]))).toThrow(SaslError);
    expect(() => fromUtf8(new Uint8Array([0xed, 0xa0, 0x80]))).toThrow(SaslError);
  });
});
