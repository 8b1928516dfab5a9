import { describe, expect, it } from "vitest";
import { JidError } from "./jid-error.ts";
import { strictPreparation } from "./precis.ts";

const { local, domain, resource } = strictPreparation;

describe("a localpart (UsernameCaseMapped, RFC 8265 §3.3)", () => {
  it.each([
    ["Ｆｕｌｌ", "full"],
    ["ｶﾞ", "ガ"],
    ["ÅSE", "åse"],
    ["שלום", "שלום"],
    ["שלום1", "שלום1"],
    ["мир", "мир"],
    ["日本語", "日本語"],
    ["l·l", "l·l"],
    ["カ・カ", "カ・カ"],
    ["क्\u200dष", "क्\u200dष"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["〇", "〇"],
  ])("%s becomes %s", (given, expected) => {
    expect(local(given)).toBe(expected);
  });

  it.each([
    ["the Kelvin sign", "\u212a"],
    ["the Ångström sign", "\u212bse"],
    ["a ligature", "ﬁsh"],
    ["a superscript", "x²"],
    ["an emoji", "😀"],
    ["a currency sign beyond ASCII", "€"],
    ["Tatweel", "س\u0640لام"],
    ["conjoining Jamo", "\u1112\u1161\u11ab\u1112"],
    ["a middle dot out of place", "a·b"],
    ["a Katakana dot without Japanese", "a・b"],
    ["a joiner out of place", "a\u200db"],
    ["a non-joiner out of place", "a\u200cb"],
    ["both kinds of Arabic digits", "ا٠۰"],
    ["left-to-right then right-to-left", "abcשלום"],
    ["right-to-left then left-to-right", "שלוםabc"],
    ["a digit before right-to-left", "1שלום"],
    ["private use", "\ue000"],
    ["a variation selector", "a\ufe0f"],
    ["a tag character", "a\u{e0061}"],
    ["a bidirectional override", "a\u202eb"],
    ["<", "a<b"],
    ["a fullwidth @, which becomes one", "a＠b"],
  ])("refuses %s", (_, given) => {
    expect(() => local(given)).toThrow(JidError);
  });
});

describe("a resource (OpaqueString, RFC 8265 §4.2)", () => {
  it.each([
    ["Ⅳ ﬁ ² €😀", "Ⅳ ﬁ ² €😀"],
    ["שלוםabc1", "שלוםabc1"],
    ["Ｆ", "Ｆ"],
    ["a\u2003b", "a b"],
  ])("%s becomes %s", (given, expected) => {
    expect(resource(given)).toBe(expected);
  });

  it.each(["a\u200db", "\u0000", "\u2028", "a\ue000", "\ufdd0", "\u{e0001}"])("refuses %j", (given) => {
    expect(() => resource(given)).toThrow(JidError);
  });
});

describe("a domain (RFC 7622 §3.2)", () => {
  it.each([
    ["xn--bcher-kva.example", "bücher.example"],
    ["XN--Bcher-KVA.example", "bücher.example"],
    ["BÜCHER.example", "bücher.example"],
    ["faß.example", "faß.example"],
    ["xn--fa-hia.example", "faß.example"],
    ["xn--wgv71a119e.jp", "日本語.jp"],
    ["例え。テスト", "例え.テスト"],
    ["xn--mgbh0fb.xn--kgbechtv", "مثال.إختبار"],
    ["under--hyphens.example", "under--hyphens.example"],
    ["[2001:DB8::1]", "[2001:db8::1]"],
  ])("%s becomes %s", (given, expected) => {
    expect(domain(given)).toBe(expected);
  });

  it.each([
    ["an A-label of plain ASCII", "xn--abc-.example"],
    ["an A-label of a capital", "xn--ovb.example"],
    ["an A-label that is cut off", "xn--bcher-kv.xn--"],
    ["an A-label that leads out of Unicode", "xn--99999999.example"],
    ["a symbol", "♥.example"],
    ["a combining mark in front", "\u0301a.example"],
    ["a zero-width joiner", "a\u200db.example"],
    ["mixed directions", "aשלום.example"],
    ["an underscore", "a_b"],
    ["a space", "a b"],
    ["an @", "a@b"],
    ["an empty A-label", "xn--.example"],
  ])("refuses %s", (_, given) => {
    expect(() => domain(given)).toThrow(JidError);
  });
});
