import { expect, test } from "vitest";
import { packPass, readInvitation } from "./guest-pass.ts";

const pass = { address: "x4bm@guest.example.org", agent: "d4565fa7-4d72-4749", token: "secret+/=?~" };

test("who is asked to stay stands behind the token", () => {
  const fragment = decodeURIComponent(`T0ken/${packPass(pass)}`);
  expect(readInvitation(fragment)).toEqual({ token: "T0ken", pass });
});

test.each(["T0ken", "T0ken/", "T0ken/no", `T0ken/${btoa("{}")}`, `T0ken/${btoa("null")}`])(
  "%s is of nobody",
  (fragment) => {
    expect(readInvitation(fragment)).toEqual({ token: "T0ken", pass: undefined });
  },
);
