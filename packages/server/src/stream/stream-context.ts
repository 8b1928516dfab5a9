import type { Element } from "@yonder/protocol";
import type { Admission } from "../dispatch/admission.ts";
import type { Accounts } from "../store/store.ts";
import type { Tokens } from "./fast-tokens.ts";
import type { Handover } from "./handover.ts";
import type { LoginGuard } from "./login-guard.ts";
import type { GuestEvents } from "./node-port.ts";
import type { PasswordCheck } from "./password-check.ts";
import type { Registrar } from "./registration.ts";
import type { SessionContext } from "./session-context.ts";

/** What all streams of a node share. */
export interface StreamContext extends SessionContext {
  readonly domain: string;
  /** What streams to guests' domains share, by domain. */
  readonly guests: ReadonlyMap<string, StreamContext>;
  /** At a guests' domain: who says whether they may come in; they have no account. */
  readonly door: GuestEvents | undefined;
  /** Whether new streams are taken. */
  readonly admission: Pick<Admission, "refusal">;
  readonly accounts: Pick<Accounts, "credentials" | "renewKeys">;
  readonly passwords: PasswordCheck;
  readonly tokens: Tokens;
  /** undefined: attempts are not limited. */
  readonly guard: LoginGuard | undefined;
  /** undefined: no accounts can be made over a stream. */
  readonly registrar: Registrar | undefined;
  /** undefined: this node is alone. */
  readonly handover: Handover | undefined;
  /** Bytes of one element that are read (XEP-0478). */
  readonly elementBytes: { readonly stanzaBytes: number; readonly stanzaBytesBeforeLogin: number };
  /** PLAIN without TLS, from loopback only. */
  readonly allowPlaintext: boolean;
  /** A secret of this server, for the salts of those who have no account. */
  readonly fakeSaltSecret: string;
  /** PBKDF2 iterations that those are told. */
  readonly passwordIterations: number;
  /** Offered besides bind and stream management once logged in (RFC 6120 §4.3.2). */
  readonly streamFeatures: readonly Element[];
  /** What may be asked for along with binding (XEP-0386 §3.1), besides stream management. */
  readonly inlineFeatures: readonly string[];
  /** Unguessable text: 128 bits or more. */
  randomId(): string;
}
