/** When a session said that it takes messages, in Unix milliseconds, and where the mailbox stood then, if that is known. */
export interface Start {
  readonly since: number;
  readonly head?: number;
}

/** Where an intake stands, for the node that takes its session over. */
export interface IntakeState {
  readonly isOpen: boolean;
  readonly covered: number;
  readonly acknowledged: number;
  /** Archive ids of messages for this session alone that it has not acknowledged. */
  readonly alone: readonly number[];
  /** Archive ids of messages that it was given while it took none. */
  readonly early: readonly number[];
  /** Of one that was not yet given all that was pending then. */
  readonly start?: Start | undefined;
}

/** Reads what another node has packed; of another release's it takes what it knows. */
export function intakeState(packed: unknown): IntakeState {
  const state: Partial<Record<keyof IntakeState, unknown>> = Object(packed);
  const { isOpen, covered, acknowledged, alone, early, start } = state;
  return {
    isOpen: isOpen === true,
    covered: Number(covered) || 0,
    acknowledged: Number(acknowledged) || 0,
    alone: numbersIn(alone),
    early: numbersIn(early),
    start: startIn(start),
  };
}

function startIn(packed: unknown): Start | undefined {
  const { since, head }: Partial<Record<keyof Start, unknown>> = Object(packed);
  if (typeof since !== "number") return undefined;
  return typeof head === "number" ? { since, head } : { since };
}

function numbersIn(packed: unknown): number[] {
  return Array.isArray(packed) ? packed.filter(Number.isFinite) : [];
}
