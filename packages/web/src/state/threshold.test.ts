import { expect, it } from "vitest";
import { readThreshold } from "./threshold.ts";

const at = (path: string) => {
  const { pathname, hash, hostname } = new URL(path, "https://hill.example");
  return { pathname, hash, hostname };
};

it.each([
  ["/first-run#T0ken", { kind: "first-run", token: "T0ken", domain: "hill.example" }],
  ["/invite/#T0ken", { kind: "invite", token: "T0ken", domain: "hill.example" }],
  ["/invite#a%2Fb", { kind: "invite", token: "a/b", domain: "hill.example" }],
  ["/invite/", undefined],
  ["/#/chat/amina@hill.example", undefined],
  ["/other#T0ken", undefined],
])("%s", (path, threshold) => {
  expect(readThreshold(at(path))).toEqual(threshold);
});
