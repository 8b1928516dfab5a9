import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Jid } from "./jid.ts";
import { JidError } from "./jid-error.ts";
import { strictPreparation } from "./precis.ts";
import { installPreparation, lightPreparation } from "./preparation.ts";

describe.each([
  ["light", lightPreparation],
  ["strict", strictPreparation],
])("an address with %s preparation", (kind, preparation) => {
  // Each run has domains of its own, so that no cached address of the other is found
  const d = `${kind}.example.com`;
  beforeAll(() => installPreparation(preparation));

  it("has its parts", () => {
    const jid = Jid.parse(`juliet@${d}/balcony`);
    expect([jid.local, jid.domain, jid.resource, jid.bare, jid.toString()]).toEqual([
      "juliet",
      d,
      "balcony",
      `juliet@${d}`,
      `juliet@${d}/balcony`,
    ]);
    expect([jid.isBare, jid.toBare().isBare, jid.toBare().toString()]).toEqual([false, true, `juliet@${d}`]);
    expect(jid.toBare()).toBe(jid.toBare());
    expect(jid.toBare().withResource("balcony").equals(jid)).toBe(true);
    expect(JSON.stringify({ jid })).toBe(`{"jid":"juliet@${d}/balcony"}`);
  });

  // RFC 7622 §3.5, table 1, and more of the kind
  it.each([
    ["juliet@D", "juliet@D"],
    ["juliet@D/foo", "juliet@D/foo"],
    ["juliet@D/foo bar", "juliet@D/foo bar"],
    ["juliet@D/foo@bar", "juliet@D/foo@bar"],
    ["juliet@D/foo/bar", "juliet@D/foo/bar"],
    ["foo\\20bar@D", "foo\\20bar@D"],
    ["fussball@D", "fussball@D"],
    ["fußball@D", "fußball@D"],
    ["π@D", "π@D"],
    ["Σ@D/foo", "σ@D/foo"],
    ["σ@D/foo", "σ@D/foo"],
    ["ς@D/foo", "ς@D/foo"],
    ["king@D/♚", "king@D/♚"],
    ["D", "D"],
    ["D/foobar", "D/foobar"],
    ["a.D/b@D/c", "a.D/b@D/c"],
    ["Juliet@D", "juliet@D"],
    ["Ｊuliet@D", "juliet@D"],
    ["e\u0301@D", "é@D"],
    ["juliet@D.", "juliet@D"],
    ["juliet@BÜCHER.D", "juliet@bücher.D"],
    ["juliet@a。D", "juliet@a.D"],
    ["juliet@127.0.0.1", "juliet@127.0.0.1"],
    ["juliet@[::1]/D", "juliet@[::1]/D"],
    ["juliet@[0:0:0::0001]/D", "juliet@[::1]/D"],
    ["juliet@D/a\u00a0b\u3000c", "juliet@D/a b c"],
    ["juliet@D/e\u0301", "juliet@D/é"],
    ["juliet@D/Foo", "juliet@D/Foo"],
  ])("%s is prepared as %s", (text, expected) => {
    expect(Jid.parse(text.replaceAll("D", d)).toString()).toBe(expected.replaceAll("D", d));
  });

  // RFC 7622 §3.5, table 2, and more of the kind
  it.each([
    ["a quotation mark in the localpart", '"juliet"@D'],
    ["a space in the localpart", "foo bar@D"],
    ["an empty resource", "juliet@D/"],
    ["an empty localpart", "@D/"],
    ["a Roman numeral four", "henryⅣ@D"],
    ["a chess king in the localpart", "♚@D"],
    ["no domain", "juliet@"],
    ["a localpart only and a resource", "juliet@/foo"],
    ["nothing", ""],
    ["two @", "a@b@D"],
    ["a right-to-left mark", "juli\u200fet@D"],
    ["a zero-width space", "juli\u200bet@D"],
    ["a zero-width space in the resource", "juliet@D/a\u200bb"],
    ["a soft hyphen", "juli\u00adet@D"],
    ["a control character in the resource", "juliet@D/a\u0007"],
    ["a lone surrogate in the resource", "juliet@D/\ud800"],
    ["halves of a surrogate pair around a letter in the domain", "juliet@\ud800ß\udc00.D"],
    ["halves of a surrogate pair around a letter in the localpart", "\ud800ß\udc00@D"],
    ["an unassigned character", "juliet@D/\u0378"],
    ["a label too long", `juliet@${"a".repeat(64)}.D`],
    ["an empty label", "juliet@a..D"],
    ["a label that begins with a hyphen", "juliet@-a.D"],
    ["an underscore in the domain", "juliet@a_b.D"],
    ["a port", "juliet@D:5222"],
    ["a broken IP literal", "juliet@[::1"],
    ["another broken IP literal", "juliet@[1:2]"],
    ["a localpart of 1024 bytes", `${"a".repeat(1024)}@D`],
    ["a resource of 1024 bytes", `juliet@D/${"é".repeat(512)}`],
  ])("is not one with %s", (_, text) => {
    expect(() => Jid.parse(text.replaceAll("D", d))).toThrow(JidError);
    expect(Jid.tryParse(text.replaceAll("D", d))).toBeUndefined();
  });

  it("may have parts of 1023 bytes", () => {
    expect(Jid.parse(`${"a".repeat(1023)}@${d}/${"b".repeat(1023)}`).local).toHaveLength(1023);
    expect(Jid.parse(`juliet@${d}/${"é".repeat(511)}`).resource).toHaveLength(511);
  });

  it("is the same object when it is parsed again", () => {
    expect(Jid.parse(`juliet@${d}/again`)).toBe(Jid.parse(`juliet@${d}/again`));
  });

  it("is found again after thousands of others", () => {
    for (let i = 0; i < 5000; i++) expect(Jid.parse(`user${i}@${d}`).local).toBe(`user${i}`);
    expect(Jid.parse(`user1@${d}`).local).toBe("user1");
  });

  it("is prepared once and for all", () => {
    const pieces = [
      ..."aBz09.-_ éÅßςΣİǅẞאבا۱٠한日ﬁⅣ😀",
      "Ａ",
      "ﾊﾟ",
      "\u0301",
      "\u200d",
      "\u00ad",
      "\u3000",
      "xn--",
      "ΑΣ",
    ];
    const part = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((all) => all.join(""));
    let prepared = 0;
    fc.assert(
      fc.property(part, part, part, (local, domain, resource) => {
        const whole = [
          attempt(() => Jid.of(local, d)),
          attempt(() => Jid.of("a", domain)),
          attempt(() => Jid.of("a", d, resource)),
        ];
        for (const once of whole) {
          if (once === undefined) continue;
          prepared++;
          const twice = Jid.parse(once.toString());
          expect([twice.local, twice.domain, twice.resource]).toEqual([once.local, once.domain, once.resource]);
        }
      }),
      { numRuns: 500 },
    );
    expect(prepared).toBeGreaterThan(100);
  });
});

function attempt(make: () => Jid): Jid | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof JidError) return undefined;
    throw error;
  }
}
