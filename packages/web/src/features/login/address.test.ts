import { expect, it } from "vitest";
import { addressProblem, passwordProblem, suggestUsername, usernameProblem } from "./address.ts";

it.each([
  ["", "addressEmpty"],
  ["lena", "domainMissing"],
  ["lena@", "domainMissing"],
  ["@hill.example", "notAnAddress"],
  ["le na@hill.example", "notAnAddress"],
  ["lena@hill.example/phone", "notAnAddress"],
  ["lena@hill.example", undefined],
  [" lena@localhost ", undefined],
  ["陈@hill.example", undefined],
])("the address “%s” has the problem %s", (typed, problem) => {
  expect(addressProblem(typed)).toBe(problem);
});

it("takes a password of eight characters, counted as people count", () => {
  expect(passwordProblem("1234567")).toBe("passwordShort");
  expect(passwordProblem("🔑🔑🔑🔑🔑🔑🔑")).toBe("passwordShort");
  expect(passwordProblem("correct horse")).toBeUndefined();
});

it.each([
  ["Zoë van der Meulen", "zoe"],
  ["陈思远", ""],
  ["Groß", "gross"],
])("suggests for %s the address %s", (name, username) => {
  expect(suggestUsername(name)).toBe(username);
});

it("refuses what cannot stand before the @", () => {
  expect(usernameProblem("a b")).toBe("usernameBad");
  expect(usernameProblem(" ")).toBe("usernameEmpty");
  expect(usernameProblem("lena.b")).toBeUndefined();
});
