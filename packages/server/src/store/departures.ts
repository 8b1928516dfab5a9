/** When somebody was last here, and what they said as they went. */
export interface Departure {
  readonly at: Date;
  /** Empty: nothing. */
  readonly status: string;
}

/** When users were last here (XEP-0012 §3); it goes with the account. */
export interface Departures {
  /** Of two, the later one is kept; of an account that is gone, none. */
  note(owner: number, departure: Departure): Promise<void>;
  /** Undefined: never here since this was first kept. */
  of(owner: number): Promise<Departure | undefined>;
}
