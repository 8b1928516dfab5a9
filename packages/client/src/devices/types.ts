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

/** Passkeys of our account. */
export interface Passkeys {
  /** Without one XMPP apps cannot sign in. */
  readonly hasPassword: boolean;
  readonly list: readonly Passkey[];
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly usedAt: number | undefined;
}

/** What a browser is told to make a passkey of. */
export interface PasskeyCreation {
  readonly challenge: string;
  /** Host name for which it is to be good. */
  readonly party: string;
  readonly handle: string;
  /** Passkeys that there are already. */
  readonly known: readonly string[];
}

/** What came of it; binary values in base64url. */
export interface MadePasskey {
  readonly id: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly publicKey: string;
}

/** Ways into our account besides the password (docs/passkeys.md, docs/adding-devices.md). All reject when not online, or where the server has no such thing. */
export interface EntryApi {
  passkeys(): Promise<Passkeys>;
  beginPasskey(): Promise<PasskeyCreation>;
  addPasskey(made: MadePasskey, name: string): Promise<void>;
  /** Rejects when it is the only way in. */
  removePasskey(id: string): Promise<void>;
  /** A secret for another device to come with; for how many seconds it is good. */
  invite(): Promise<{ readonly secret: string; readonly seconds: number }>;
  /** The name of the device that has come, "" if it has none; undefined: none has. Rejects when it is too late. */
  visitor(key: string): Promise<string | undefined>;
  /** Lets that device in. */
  approve(key: string): Promise<void>;
  /** Lets a device in that has shown this key. */
  admit(key: string): Promise<void>;
  cancel(key: string): Promise<void>;
}

export interface DevicesApi {
  /** This one first, then who was here last. Rejects when not online, or where the server does not tell. */
  list(): Promise<readonly Device[]>;
  /** That device is asked for the password before it may come back. */
  signOut(id: string): Promise<void>;
  /** All but this one. @returns whether none is left: whoever knows the password stays until there is a new one */
  signOutOthers(): Promise<boolean>;
  /** The account ends for good, on the server and on this device, and with it all its sessions. */
  removeAccount(): Promise<void>;
  entry(): Promise<EntryApi>;
  /** All other devices are signed out. Rejects when the server does not want that password, or cannot do it. */
  changePassword(password: string): Promise<void>;
}
