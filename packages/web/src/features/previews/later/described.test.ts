import { describeLink } from "@yonder/client/described-link";
import { expect, test } from "vitest";
import { describedIn, linksIn } from "./described.ts";

const JPEG = "data:image/jpeg;base64,/9j/4AAQ";
const words = { about: "https://hill.example/walk", title: "The walk", description: "Two hours", siteName: "Hillside" };
const body = "see https://hill.example/walk.";

test("a card says what the sender says, and where the link in the message leads", () => {
  expect(describedIn({ link: describeLink({ ...words, image: JPEG }), body })).toEqual({
    href: "https://hill.example/walk",
    title: "The walk",
    description: "Two hours",
    siteName: "Hillside",
    picture: JPEG,
  });
});

test("an address that is written otherwise is the same", () => {
  const link = describeLink({ ...words, about: "HTTPS://Hill.example:443/walk" });
  expect(describedIn({ link, body })?.href).toBe("https://hill.example/walk");
});

test.each([
  ["of another link", { link: describeLink({ ...words, about: "https://evil.example/" }), body }],
  [
    "of no link that may be opened",
    { link: describeLink({ ...words, about: "javascript:alert(1)" }), body: "javascript:alert(1)" },
  ],
  ["without a title", { link: describeLink({ ...words, title: undefined }), body }],
  ["of what was removed", { link: describeLink(words), body, isRemoved: true }],
  ["that is none", { link: "<Description", body }],
  ["that is another element", { link: "<x xmlns='urn:x'/>", body }],
  ["that is not there", { body }],
])("there is no card for a description %s", (_, message) => {
  expect(describedIn(message)).toBeUndefined();
});

test.each([
  ["elsewhere", "https://hill.example/1.jpg"],
  ["a drawing", "data:image/svg+xml;base64,PHN2Zz4="],
  ["a page", "data:text/html;base64,PGI+"],
  ["not in base64", "data:image/jpeg,abc"],
  ["too large", `data:image/jpeg;base64,${"A".repeat(40_000)}`],
])("a picture that is %s is not shown", (_, image) => {
  expect(describedIn({ link: describeLink({ ...words, image }), body })?.picture).toBeUndefined();
});

test("what turns the line around, or never ends, is taken out of its words", () => {
  const link = describeLink({ ...words, title: `a\u202eb\n${"c".repeat(500)}` });
  const title = describedIn({ link, body })?.title ?? "";
  expect(title).toMatch(/^ab c+…$/);
  expect(title).toHaveLength(200);
});

test("a preview is offered of pages alone", () => {
  expect(linksIn("mailto:a@b.example xmpp:a@b.example www.hill.example http://x.example/")).toEqual([
    "https://www.hill.example/",
    "http://x.example/",
  ]);
});
