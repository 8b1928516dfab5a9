/** Where an intake stands, for the node that takes its session over. */
export interface IntakeState {
  readonly isOpen: boolean;
  readonly covered: number;
  readonly acknowledged: number;
  /** Archive ids of messages for this session alone that it has not acknowledged. */
  readonly alone: readonly number[];
  /** Archive ids of messages that it was given while it took none. */
  readonly early: readonly number[];
}

/** Reads what another node has packed; of another release's it takes what it knows. */
export function intakeState(packed: unknown): IntakeState {
  const { isOpen, covered, acknowledged, alone, early }: Partial<Record<keyof IntakeState, unknown>> = Object(packed);
  return {
    isOpen: isOpen === true,
    covered: Number(covered) || 0,
    acknowledged: Number(acknowledged) || 0,
    alone: numbersIn(alone),
    early: numbersIn(early),
  };
}

function numbersIn(packed: unknown): number[] {
  return Array.isArray(packed) ? packed.filter(Number.isFinite) : [];
}
