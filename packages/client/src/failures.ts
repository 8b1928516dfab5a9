import { AuthenticationError, ConnectionLost, type StreamEnd } from "./connection.ts";
import type { RefusalReason } from "./types.ts";

const REFUSALS: Readonly<Record<string, RefusalReason>> = {
  // RFC 6120 §6.5
  "not-authorized": "credentials",
  "credentials-expired": "credentials",
  "account-disabled": "removed",
  "bad-server": "policy",
  "invalid-mechanism": "policy",
  // RFC 6120 §4.9.3
  conflict: "conflict",
  "host-unknown": "policy",
  "host-gone": "policy",
};

/** Why it makes no sense to try again by ourselves, if so. */
export function refusalOf(cause: unknown): RefusalReason | undefined {
  if (cause instanceof AuthenticationError) return REFUSALS[cause.condition];
  const condition = cause instanceof ConnectionLost ? cause.end.condition : undefined;
  // A stream that ends as not-authorized: the next login says whether the account or only the password is gone.
  return condition === undefined || condition === "not-authorized" ? undefined : REFUSALS[condition];
}

const FAREWELLS = ["system-shutdown", "reset", "see-other-host"];
const PASSING = [...FAREWELLS, "resource-constraint", "internal-server-error"];

/** The server lets us go, and expects us again, there or elsewhere (RFC 6120 §4.9.3). */
export function isFarewell({ condition = "", seeOther }: StreamEnd): boolean {
  return seeOther !== undefined || FAREWELLS.includes(condition);
}

/** The trouble is that server's, at present: another one may be better. */
export function isPassing({ condition = "", seeOther }: StreamEnd): boolean {
  return seeOther !== undefined || PASSING.includes(condition);
}

/** The server did not like what it was sent, in contrast to a network that broke. */
export function isProtest(cause: unknown): boolean {
  return (
    !(cause instanceof ConnectionLost) ||
    /not-authorized|bad-format|unsupported|invalid|restricted/.test(cause.end.condition ?? "")
  );
}
