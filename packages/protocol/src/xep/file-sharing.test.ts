import { expect, test } from "vitest";
import { xml } from "../xml/element.ts";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { fileSharing } from "./file-description.ts";
import { fileSharingOf, outOfBand, outOfBandUrlOf } from "./file-sharing.ts";

const url = "https://example.com/upload/abc/hut%20at%20dusk.jpg";
const file = {
  url,
  name: "hut at dusk.jpg",
  type: "image/jpeg",
  size: 3_032_449,
  width: 4096,
  height: 2160,
  duration: 1.5,
  hash: "2XarmwTlNxDAMkvymloX3S5+VbylNrJt/l5QyPa+YoU=",
  preview: "data:image/webp;base64,UklGRg==",
  waveform: [0, 1, 0.2],
};
const message = (...children: Parameters<typeof xml>[3][]) => xml("message", "jabber:client", null, ...children);

test("what is told of a file is read again", () => {
  const stanza = parseElement(serialize(message(fileSharing(file))));
  expect(fileSharingOf(stanza)).toEqual(file);
});

test("a file is told as the specifications have it", () => {
  const text = serialize(fileSharing({ url, name: "a.pdf", type: "application/pdf", size: 7 }));
  expect(text).toBe(
    `<file-sharing xmlns='urn:xmpp:sfs:0' disposition='attachment'><file xmlns='urn:xmpp:file:metadata:0'>` +
      `<media-type>application/pdf</media-type><name>a.pdf</name><size>7</size></file>` +
      `<sources><url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/></sources></file-sharing>`,
  );
});

test("what leads nowhere is no file", () => {
  for (const target of ["javascript:alert(1)", "file:///etc/passwd", "https://", "", `https://a/${"x".repeat(5000)}`])
    expect(fileSharingOf(message(fileSharing({ ...file, url: target })))).toBeUndefined();
  expect(outOfBandUrlOf(message(outOfBand("data:text/html,hi")))).toBeUndefined();
});

test("nothing is believed that is not what it should be", () => {
  const wild = { url, width: 1e9, size: -1, duration: 0, preview: "https://evil.example/seen.gif", type: "<script>" };
  expect(fileSharingOf(message(fileSharing(wild)))).toEqual({ url });
});

test("an address out of band is read", () => {
  expect(outOfBandUrlOf(message(outOfBand(url)))).toBe(url);
});

test.each([
  "https://bank.example@evil.example/a.pdf",
  "https://user:pass@evil.example/",
  "https:///a",
  "ftp://a.example/",
  "https://a b/",
])("%s is no address of a file", (address) => {
  expect(outOfBandUrlOf(message(outOfBand(address)))).toBeUndefined();
});
