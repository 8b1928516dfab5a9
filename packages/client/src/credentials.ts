import { type Element, fromBase64, NS, type ScramClientKeys, toBase64 } from "@yonder/protocol";

/** What a login proves who we are with: a token, or else the password, or keys that were made of it. */
export interface Credentials {
  readonly username: string;
  readonly agent?: UserAgent;
  readonly token?: string | undefined;
  /** Needed when the keys do not fit the server's salt. */
  readonly password?: string | undefined;
  readonly keys?: SavedKeys | undefined;
  /** Called with keys that were derived from the password. */
  readonly onKeys?: (keys: SavedKeys) => void;
  /** Called when the server has let us in, with the token that it gave us for the next time. */
  readonly onAccepted?: (token: string | undefined) => void;
}

/** How the server tells this installation from others of the same account (XEP-0388 §2.3). */
export interface UserAgent {
  /** A secret between it and the server. */
  readonly id: string;
  /** For people, who see it in the list of their devices. */
  readonly device: string | undefined;
}

/** Proof of the password for one hash, salt and iteration count (RFC 5802 §3): not the password. */
export interface SavedKeys extends ScramClientKeys {
  readonly id: string;
}

/** The server refused the login. `condition` as in RFC 6120 §6.5, or "bad-server": it could not prove itself. */
export class AuthenticationError extends Error {
  readonly condition: string;

  constructor(condition: string, options?: { cause?: unknown }) {
    super(`authentication failed: ${condition}`, options);
    this.name = "AuthenticationError";
    this.condition = condition;
  }
}

/** The stream as the login sees it. */
export interface LoginStream {
  open(): void;
  send(element: Element): void;
  next(): Promise<Element>;
  /** What the server offers on it. */
  features(): Promise<Element>;
}

/** Why a `<failure/>` says that we were refused. */
export function conditionOf(failure: Element): string {
  return failure.elements().find(({ ns }) => ns === NS.sasl)?.name ?? "not-authorized";
}

export function encode(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}

export function decode(base64: string): string {
  return new TextDecoder().decode(fromBase64(base64.trim()));
}
