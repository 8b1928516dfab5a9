import { test } from "vitest";
import { named } from "../support/programs.ts";

/** What a person wants of a client, as far as it takes a server. */
export const capabilities = [
  "logs in",
  "chats both ways",
  "edits its roster",
  "sees presence",
  "joins a room",
  "reads history",
  "uploads a file",
  "resumes a stream",
] as const;

export type Capability = (typeof capabilities)[number];

/** A test of what a client can do; its name makes a place in the matrix of docs/clients.md. */
export function can(
  client: string,
  what: readonly Capability[],
  missing: string | undefined,
  step: () => Promise<void>,
  how = "",
): void {
  test.skipIf(missing)(named(`${client}: ${what.join(", ")}${how && ` (${how})`}`, missing), step);
}
