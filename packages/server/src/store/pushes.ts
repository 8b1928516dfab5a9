/** Where a user's device is told that something waits for it: a push service (XEP-0357), or a browser's endpoint (RFC 8030). */
export interface PushRegistration {
  readonly owner: number;
  readonly kind: "service" | "web";
  /** The service's JID, or the endpoint's URL. */
  readonly address: string;
  /** Of a push service; else "". */
  readonly node: string;
  /** Of the session that asked for it. */
  readonly resource: string;
  /** What is to be sent along: publish options as XML, or the browser's keys as JSON. */
  readonly details: string;
}

export interface Pushes {
  /** Of a user, oldest first. */
  of(username: string): Promise<readonly PushRegistration[]>;
  /** Adds it, or takes the place of the one with that address and node. Of one owner the last 20 are kept. */
  put(registration: PushRegistration): Promise<void>;
  /** All nodes of that address unless one is named. Returns how many there were. */
  remove(owner: number, address: string, node?: string): Promise<number>;
  /** Usernames of those who have any, in order, behind `after`; an empty page is the last. */
  users(after: string): Promise<readonly string[]>;
}
