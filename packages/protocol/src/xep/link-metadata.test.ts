import { expect, test } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { linkMetadata, linkMetadataOf } from "./link-metadata.ts";

test("what is said of a link is written, and read again", () => {
  const words = {
    about: "https://hill.example/?a=1&b=2",
    title: "<The hill>",
    description: undefined,
    siteName: "Hillside",
    image: "data:image/png;base64,AAAA",
  };
  const text = serialize(linkMetadata(words));
  expect(text).toContain("<title xmlns='https://ogp.me/ns#'>&lt;The hill&gt;</title>");
  expect(linkMetadataOf(parseElement(text))).toEqual(words);
});

test("it is read as others write it, and nothing that would have to be fetched is taken for a picture", () => {
  const description = parseElement(`<rdf:Description xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'
    xmlns:og='https://ogp.me/ns#' rdf:about='https://hill.example/'><og:title> The hill </og:title>
    <og:image>https://hill.example/1.png</og:image><og:image>cid:sha-256+e3b0@bob.example</og:image></rdf:Description>`);
  expect(linkMetadataOf(description)).toEqual({ about: "https://hill.example/", title: "The hill" });
});

test.each([
  "<Description xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#' about='https://hill.example/'/>",
  "<Description xmlns='urn:other' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' rdf:about='https://hill.example/'/>",
])("%s describes nothing", (text) => {
  expect(linkMetadataOf(parseElement(text))).toBeUndefined();
});
