import type { WrittenState } from "./session-state.ts";

/** Topic of the question for a session, answered with `Answer`. */
export const RESUME = "resume";
/** Topic of the news that a session has arrived, answered with `Confirmation`. */
export const RESUMED = "resumed";

/** Which session is meant, as one node asks another. */
export interface SessionName {
  readonly id: string;
  readonly accountId: number;
}

/** A client's `<resume/>`. */
export interface Question extends SessionName {
  /** The highest version of a state that the asking node can read. */
  readonly version: number;
  readonly h: number;
}

export type Answer =
  | StateAnswer
  | { readonly kind: "too-high"; readonly sentCount: number }
  /** There is no such session, or none any more. `h`: how far it had got. */
  | { readonly kind: "gone"; readonly h?: number | undefined };

export interface StateAnswer {
  readonly kind: "state";
  readonly state: WrittenState;
}

/** `over`: it came too late, the session has ended. */
export type Confirmation = "confirmed" | "over";
