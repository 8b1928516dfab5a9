/** What may use our account. */
export interface Device {
  readonly id: string;
  /** As it calls itself: "Firefox, Linux", "Gajim"; "" when it says nothing. */
  readonly name: string;
  /** The one that this runs on. */
  readonly isThis: boolean;
  readonly isHere: boolean;
  /** When it was here last, to the day; milliseconds since 1970. */
  readonly seenAt: number;
  /** It knows the password: only a new one signs it out. */
  readonly hasPassword: boolean;
}

export interface DevicesApi {
  /** This one first, then who was here last. Rejects when not online, or where the server does not tell. */
  list(): Promise<readonly Device[]>;
  /** That device is asked for the password before it may come back. */
  signOut(id: string): Promise<void>;
  /** All other devices are signed out. Rejects when the server does not want that password, or cannot do it. */
  changePassword(password: string): Promise<void>;
}
