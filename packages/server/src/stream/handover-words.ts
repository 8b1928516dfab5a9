import type { WrittenState } from "./session-state.ts";

/** What nodes ask each other about. */
export interface Topics {
  /** The question for a session, answered with `Answer`. */
  readonly resume: string;
  /** The news that a session has arrived, answered with `Confirmation`. */
  readonly resumed: string;
}

/** Of members' sessions, or of guests' at their domain. */
export function topicsOf(guests: string | undefined): Topics {
  const suffix = guests === undefined ? "" : ` ${guests}`;
  return { resume: `resume${suffix}`, resumed: `resumed${suffix}` };
}

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
