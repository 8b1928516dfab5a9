import type { GroupMember } from "@yonder/client";
import { expect, it } from "vitest";
import { cutAtCalls } from "./called.ts";

const people = ["Lena Brandt", "C++ (Carl)"].map(
  (nick): GroupMember => ({
    key: nick,
    nick,
    role: "member",
    isMuted: false,
    presence: "here",
    isOwn: false,
  }),
);

it("finds whole names and first names behind an @", () => {
  expect(cutAtCalls("Ask @Lena Brandt, or @lena!", people)).toEqual(["Ask ", "@Lena Brandt", ", or ", "@lena", "!"]);
  expect(cutAtCalls("@C++ (Carl) knows", people)).toEqual(["", "@C++ (Carl)", " knows"]);
});

it("leaves addresses and strangers alone", () => {
  expect(cutAtCalls("write to x@lena, @Lenas or @Zoe", people)).toEqual(["write to x@lena, @Lenas or @Zoe"]);
  expect(cutAtCalls("@Lena", undefined)).toEqual(["@Lena"]);
});
