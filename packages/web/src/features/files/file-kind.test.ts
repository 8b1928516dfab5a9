import { expect, it } from "vitest";
import { kindOf } from "./file-kind.ts";

it.each([
  [{ name: "a", type: "image/jpeg" }, "image"],
  [{ name: "a.JPG" }, "image"],
  [{ name: "a.jpg", type: "application/octet-stream" }, "image"],
  [{ name: "a.svg", type: "image/svg+xml" }, "other"],
  [{ name: "a.webm", type: "audio/webm;codecs=opus" }, "audio"],
  [{ name: "a.webm" }, "video"],
  [{ name: "a.mp3" }, "audio"],
  [{ name: "a.pdf", type: "application/pdf" }, "other"],
  [{ name: "a.jpg", type: "text/html" }, "other"],
  [{ name: "notjpg" }, "other"],
])("takes %j for %s", (file, kind) => {
  expect(kindOf(file)).toBe(kind);
});
