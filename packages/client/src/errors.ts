import type { RefusalReason } from "./types.ts";

/** Signing in failed. "unreachable": no server answered. "address": not an address. */
export class SignInError extends Error {
  readonly reason: RefusalReason | "unreachable" | "address";

  constructor(reason: RefusalReason | "unreachable" | "address", options?: { cause?: unknown }) {
    super(`sign-in failed: ${reason}`, options);
    this.name = "SignInError";
    this.reason = reason;
  }
}

export type RegistrationProblem = "taken" | "token" | "username" | "password" | "closed" | "rate" | "unreachable";

/** Making an account failed. */
export class RegistrationError extends Error {
  readonly problem: RegistrationProblem;

  constructor(problem: RegistrationProblem, options?: { cause?: unknown }) {
    super(`registration failed: ${problem}`, options);
    this.name = "RegistrationError";
    this.problem = problem;
  }
}
