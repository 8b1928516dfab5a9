import { expect, test } from "vitest";
import { hostOf, unicodeOf } from "./host-name.ts";

test.each([
  ["xn--mnchen-3ya", "münchen"],
  ["xn--e1afmkfd", "пример"],
  ["xn--fiqs8s", "中国"],
  ["xn--80ak6aa92e", "аррӏе"],
  ["hill", "hill"],
  ["xn--", ""],
  ["xn--!!", "xn--!!"],
])("%s means %s", (label, meant) => {
  expect(unicodeOf(label)).toBe(meant);
});

test.each([
  ["https://www.hill.example/a", "hill.example", false],
  ["https://münchen.example/", "xn--mnchen-3ya.example", false],
  ["https://中文.example/", "xn--fiq228c.example", false],
  ["https://пример.example/", "xn--e1afmkfd.example", false],
  // Cyrillic letters that are drawn like Latin ones, alone and among Latin ones
  ["https://аррӏе.example/", "xn--80ak6aa92e.example", true],
  ["https://pаypal.example/", "xn--pypal-4ve.example", true],
  ["https://gοοgle.example/", "xn--ggle-0nda.example", true],
  ["https://127.0.0.1:8080/", "127.0.0.1", false],
])("%s leads to %s; tricky: %s", (href, ascii, isTricky) => {
  expect(hostOf(new URL(href).href)).toEqual({ ascii, isTricky });
});
