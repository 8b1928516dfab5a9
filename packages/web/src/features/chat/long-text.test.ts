import { describe, expect, it } from "vitest";
import { beginningOf } from "./long-text.ts";

describe("a long text", () => {
  it("is shown whole unless much would be left out", () => {
    expect(beginningOf("a ".repeat(2_000))).toBeUndefined();
    expect(beginningOf("a ".repeat(2_001))).toBeDefined();
  });

  it("begins with whole words", () => {
    const beginning = beginningOf("hello world ".repeat(500)) ?? "";
    expect(beginning).toMatch(/(?:hello|world) …$/);
    expect(beginning.length).toBeGreaterThan(2_900);
    expect(beginning.length).toBeLessThanOrEqual(3_002);
  });

  it("begins with whole characters where it has no words", () => {
    const beginning = beginningOf(`a${"😀".repeat(3_000)}`) ?? "";
    expect(beginning.isWellFormed()).toBe(true);
    expect(beginning).toMatch(/😀 …$/u);
  });
});
