import {
  type Element,
  fromBase64,
  NS,
  SaslError,
  ScramClient,
  type ScramClientKeys,
  type ScramHash,
  toBase64,
  xml,
} from "@yonder/protocol";

export interface Credentials {
  readonly username: string;
  /** Needed when the saved keys do not fit the server's salt. */
  readonly password?: string | undefined;
  readonly keys?: SavedKeys | undefined;
  /** Called with keys that were derived from the password. */
  readonly onKeys?: (keys: SavedKeys) => void;
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
  features(): Promise<Element>;
}

const MECHANISMS = ["SCRAM-SHA-256", "SCRAM-SHA-1"] as const;
type Mechanism = (typeof MECHANISMS)[number];

/**
 * Opens the stream and authenticates with SCRAM (RFC 5802, RFC 7677) over SASL (RFC 6120 §6).
 * With `afterProof` nothing is waited for that can be foreseen: it is called to send what follows the proof.
 */
export async function authenticate(
  stream: LoginStream,
  credentials: Credentials,
  afterProof?: () => void,
): Promise<void> {
  stream.open();
  if (!afterProof) return runMechanism(stream, credentials, choose(await stream.features()));
  // Sent together with <open/>: the offer is checked when it comes.
  const expected = credentials.keys?.id.startsWith("SHA-1,") ? "SCRAM-SHA-1" : "SCRAM-SHA-256";
  const scram = start(stream, credentials, expected);
  const mechanism = choose(await stream.features(), expected);
  if (mechanism === expected) return finish(stream, scram, afterProof);
  await stream.next(); // the failure of what was sent too early
  return finish(stream, start(stream, credentials, mechanism), afterProof);
}

function runMechanism(stream: LoginStream, credentials: Credentials, mechanism: Mechanism): Promise<void> {
  return finish(stream, start(stream, credentials, mechanism));
}

function start(stream: LoginStream, credentials: Credentials, mechanism: Mechanism): ScramClient {
  const { username, password } = credentials;
  const hash: ScramHash = mechanism === "SCRAM-SHA-1" ? "SHA-1" : "SHA-256";
  const scram = new ScramClient({ hash, username, password, keyCache: keyCache(credentials) });
  stream.send(xml("auth", NS.sasl, { mechanism }, encode(scram.first())));
  return scram;
}

async function finish(stream: LoginStream, scram: ScramClient, afterProof?: () => void): Promise<void> {
  try {
    const challenge = await expect(stream, "challenge");
    stream.send(xml("response", NS.sasl, null, encode(await scram.respond(decode(challenge.text)))));
    afterProof?.();
    const success = await expect(stream, "success");
    // RFC 5802 §5: a server that does not know the password either is not ours.
    if (!scram.verify(decode(success.text))) throw new AuthenticationError("bad-server");
  } catch (cause) {
    throw cause instanceof SaslError ? new AuthenticationError(cause.condition, { cause }) : cause;
  }
}

function keyCache({ keys, onKeys }: Credentials) {
  return {
    get: (id: string) => (keys?.id === id ? keys : undefined),
    set: (id: string, derived: ScramClientKeys) => onKeys?.({ id, ...derived }),
  };
}

async function expect(stream: LoginStream, name: string): Promise<Element> {
  const answer = await stream.next();
  if (answer.is(name, NS.sasl)) return answer;
  throw new AuthenticationError(
    answer.is("failure", NS.sasl) ? (answer.firstElement?.name ?? "not-authorized") : "bad-server",
  );
}

function choose(features: Element, preferred: Mechanism = MECHANISMS[0]): Mechanism {
  const offered =
    features
      .child("mechanisms", NS.sasl)
      ?.elements()
      .map((mechanism) => mechanism.text) ?? [];
  const chosen = [preferred, ...MECHANISMS].find((mechanism) => offered.includes(mechanism));
  if (!chosen) throw new AuthenticationError("invalid-mechanism");
  return chosen;
}

function encode(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}

function decode(base64: string): string {
  return new TextDecoder().decode(fromBase64(base64.trim()));
}
