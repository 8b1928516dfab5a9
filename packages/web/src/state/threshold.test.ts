import { expect, it } from "vitest";
import { readThreshold } from "./threshold.ts";

const at = (path: string) => {
  const { pathname, hash } = new URL(path, "https://hill.example");
  return { pathname, hash };
};

it.each([
  ["/first-run#T0ken", { kind: "first-run", token: "T0ken" }],
  ["/invite/#T0ken", { kind: "invite", token: "T0ken" }],
  ["/invite#a%2Fb", { kind: "invite", token: "a/b" }],
  ["/join#S3cret", { kind: "join", token: "S3cret" }],
  ["/invite#100%", { kind: "invite", token: "100%" }],
  ["/invite/", undefined],
  ["/#/chat/amina@hill.example", undefined],
  ["/other#T0ken", undefined],
])("%s", (path, threshold) => {
  expect(readThreshold(at(path))).toEqual(threshold);
});
