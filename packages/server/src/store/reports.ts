/** What a user says of an address that they block (XEP-0377). */
export interface NewReport {
  readonly id: string;
  /** The address that is reported. */
  readonly address: string;
  /** `urn:xmpp:reporting:spam`, say. */
  readonly reason: string;
  readonly text: string;
  /** Archive ids (XEP-0359) of the messages that are meant. */
  readonly stanzaIds: readonly string[];
  /** Whether it may be told to the server of that address, and to others who deal with such. */
  readonly forOrigin: boolean;
  readonly forOthers: boolean;
}

export interface Report extends NewReport {
  /** Username of who reports. */
  readonly reporter: string;
  readonly at: Date;
}

/** Kept for the administrators. */
export interface Reports {
  /** Of one owner the last 100 are kept. */
  add(owner: number, report: NewReport): Promise<void>;
  /** The newest ones first; at most 1,000. */
  list(limit: number): Promise<readonly Report[]>;
  /** False when there is none. */
  remove(id: string): Promise<boolean>;
}
