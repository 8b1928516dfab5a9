import { expect } from "vitest";
import type { Ended } from "../support/yonder.ts";

/** The start failed with one line that says why, and no stack trace. */
export function expectRefusal({ code, stdout, stderr }: Ended, reason: RegExp): void {
  const lines = stderr.trim().split("\n");
  expect(lines, `standard error after exit code ${code}; standard output: ${stdout}`).toHaveLength(1);
  expect(lines[0]).toMatch(reason);
  expect(code).toBe(1);
}
