import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JidError } from "./jid-error.ts";
import { decodePunycode } from "./punycode.ts";

describe("punycode", () => {
  // RFC 3492 §7.1, in lower case
  it.each([
    ["egbpdaj6bu4bxfgehfvwxn", "ليهمابتكلموشعربي؟"],
    ["ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"],
    ["n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa", "なぜみんな日本語を話してくれないのか"],
    ["b1abfaaepdrnnbgefbadotcwatmq2g4l", "почемужеонинеговорятпорусски"],
    ["3b-ww4c5e180e575a65lsy2b", "3年b組金八先生"],
    ["tda", "ü"],
  ])("%s is %s", (encoded, expected) => {
    expect(decodePunycode(encoded)).toBe(expected);
  });

  it("undoes what Node's own encoder does", () => {
    const label = fc.stringMatching(/^[a-zà-öø-ýа-яא-תぁ-ん一-龥]{1,12}$/u).filter((s) => !/^[a-z]*$/.test(s));
    fc.assert(
      fc.property(label, (text) => {
        const ascii = domainToASCII(text);
        fc.pre(ascii.startsWith("xn--"));
        expect(decodePunycode(ascii.slice(4))).toBe(text);
      }),
    );
  });

  it.each(["9", "a-9", "é", "99999999999999", "-", "a b"])(
    "refuses or reads %j without another error than its own",
    (text) => {
      try {
        expect(typeof decodePunycode(text)).toBe("string");
      } catch (error) {
        expect(error).toBeInstanceOf(JidError);
      }
    },
  );
});
