import { expect, test } from "vitest";
import { pageText } from "./page-text.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["as the server says", latin1("K\xe4se"), "iso-8859-1", "Käse"],
  ["as the page says", latin1("<meta charset=windows-1252>K\xe4se"), undefined, "<meta charset=windows-1252>Käse"],
  [
    "as the page says in the old way",
    latin1("<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>\xb1"),
    undefined,
    "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>ą",
  ],
  ["as its mark says, whatever is said besides", Buffer.from("\ufeffKäse"), "iso-8859-1", "Käse"],
  ["as its mark says", Buffer.from("\ufeffKäse", "utf16le"), undefined, "Käse"],
  ["in UTF-8, if it is that", Buffer.from("Käse 日本"), undefined, "Käse 日本"],
  ["in UTF-8, though it is cut", Buffer.from("Käse 日").subarray(0, -1), undefined, "Käse "],
  ["in the oldest way else", latin1("K\xe4se"), undefined, "Käse"],
  ["in Japan's way", Buffer.from([0x93, 0xfa, 0x96, 0x7b]), "shift_jis", "日本"],
  ["in UTF-8 where nobody knows that way", Buffer.from("Käse"), "klingon", "Käse"],
  ["as ASCII, whatever it says", latin1("<meta charset=utf-16>x"), undefined, "<meta charset=utf-16>x"],
])("a page is read %s", (_, body, charset, text) => {
  expect(pageText(body, charset)).toBe(text);
});
