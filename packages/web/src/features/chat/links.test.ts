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
  ])("none in %s", (text) => {
    expect(links(text)).toEqual([]);
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
