import { describe, expect, it } from "vitest";
import { addressOfLink, findLinks, safeHref } from "./links.ts";

const links = (text: string) => findLinks(text).flatMap((piece) => (typeof piece === "string" ? [] : [piece.text]));

describe("links in a text", () => {
  it.each([
    ["see https://wetter.example/huegel.", "https://wetter.example/huegel"],
    ["(https://en.example/wiki/Hill_(landform))", "https://en.example/wiki/Hill_(landform)"],
    ["“https://hill.example/”", "https://hill.example/"],
    ["*https://hill.example*", "https://hill.example"],
    ["www.hill.example/map?x=1,2", "www.hill.example/map?x=1,2"],
    ["write to mailto:lena@hill.example!", "mailto:lena@hill.example"],
    ["xmpp:lena@hill.example", "xmpp:lena@hill.example"],
    ["地图：https://hill.example/地图。", "https://hill.example/地图"],
  ])("%s", (text, link) => {
    expect(links(text)).toEqual([link]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,<b>",
    "file:///etc/passwd",
    "xhttps://hill.example",
    "https://",
    "mailto:",
    "hill.example",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "vbscript:x",
    "about:blank",
    // Who reads the beginning takes it for the host
    "https://bank.example@evil.example/",
    "https://bank.example:443@evil.example/",
    "www.bank.example@evil.example",
    "https://:secret@evil.example/",
    // No host, or none that can be
    "https:///",
    "https://[::1",
    "https://%00.example/",
    `https://hill.example/${"x".repeat(5_000)}`,
  ])("none in %s", (text) => {
    expect(links(text)).toEqual([]);
  });

  it.each([
    // U+202E, U+2066 and U+200F turn what follows around; U+200B, U+00AD and U+FEFF are not seen
    ["https://hill.example/\u202egpj.exe", "https://hill.example/"],
    ["https://hill.example/\u2066x", "https://hill.example/"],
    ["https://hill.example/\u200fx", "https://hill.example/"],
    ["https://hill.ex\u200bample/", "https://hill.ex"],
    ["https://hill.example/a\u00adb", "https://hill.example/a"],
    ["https://hill.example/a\ufeffb", "https://hill.example/a"],
    ["https://hill.example/a\u0000b", "https://hill.example/a"],
  ])("end before what is not seen: %j", (text, link) => {
    expect(links(text)).toEqual([link]);
  });

  it.each([
    ["https://hill.example\\@evil.example/", "https://hill.example/@evil.example/"],
    ["https://HILL.example/", "https://hill.example/"],
    ["https://аррӏе.example/", "https://xn--80ak6aa92e.example/"],
    ["https://2130706433/", "https://127.0.0.1/"],
    ["https://hill.example/%2e%2e/a?b#c", "https://hill.example/a?b#c"],
  ])("%s leads to %s", (written, href) => {
    expect(safeHref(written)).toBe(href);
  });

  it.each([
    ["https://hіllside.example/", "xn--hllside-rog.example"],
    ["www.gοοgle.example/a", "www.xn--ggle-0nda.example"],
    ["https://россия.example/", "xn--h1alffa9f.example"],
    ["https://пример.рф/", undefined],
    ["https://münchen.example/", undefined],
    ["https://中文.example/", undefined],
    ["https://hill.example/россия", undefined],
    ["mailto:lena@hill.example", undefined],
  ])("%s is shown with its host in plain letters: %s", (text, host) => {
    expect(findLinks(text)[0]).toMatchObject({ text, host });
  });

  it("keeps all the text around them", () => {
    const text = "a https://x.example b www.y.example c";
    expect(
      findLinks(text)
        .map((piece) => (typeof piece === "string" ? piece : piece.text))
        .join(""),
    ).toBe(text);
  });

  it("reads a link with a hundred thousand brackets in good time", () => {
    expect(links(`https://hill.example/${")".repeat(100_000)}`)).toEqual(["https://hill.example/"]);
  });

  it("gives www links https", () => {
    expect(safeHref("www.hill.example")).toBe("https://www.hill.example/");
  });

  it("knows whom an xmpp link names", () => {
    expect(addressOfLink("xmpp:lena@hill.example?message;body=hi")).toBe("lena@hill.example");
    expect(addressOfLink("xmpp:%zz")).toBeUndefined();
    expect(addressOfLink("https://hill.example")).toBeUndefined();
  });
});
