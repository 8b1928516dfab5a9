import {
  carbonsSwitch,
  type Element,
  isTokenProof,
  NS,
  SaslError,
  type ScramClient,
  sm,
  TOKEN_MECHANISM,
  tokenResponse,
  xml,
} from "@yonder/protocol";
import { AuthenticationError, type Credentials, conditionOf, decode, encode, type LoginStream } from "./credentials.ts";

/** The mechanisms of those who know the password (RFC 5802, RFC 7677), the better first. */
export const SCRAM: readonly string[] = ["SCRAM-SHA-256", "SCRAM-SHA-1"];

/** What is asked for along with the login. */
export interface Wanted {
  /** What the resource begins with (XEP-0386 §3.2.1). */
  readonly tag: string;
  /** The stream to resume instead, if that is possible (XEP-0198 §9.2). */
  readonly resume?: Element | undefined;
}

/** What came of it. */
export interface SignedIn {
  /** The full address. */
  readonly address: string;
  readonly resumed: Element | undefined;
  /** The former stream is gone: what it had received. */
  readonly failed: Element | undefined;
  /** Stream management of the new one. */
  readonly enabled: Element | undefined;
}

export interface SignInOptions {
  /** Nothing is waited for that can be foreseen. */
  readonly isPipelined: boolean;
  /** Called when the last word of ours is sent. */
  readonly afterProof?: (() => void) | undefined;
}

/** A mechanism, and what begins it; without SCRAM that is all that it says. */
interface Attempt {
  readonly mechanism: string;
  readonly scram: ScramClient | undefined;
  readonly element: Element;
}

/**
 * Signs in and has a resource bound, or a stream resumed, in one (XEP-0388, XEP-0386): with a token (XEP-0484) in one round trip.
 * @returns undefined: the server offers no such thing, and the stream is open for another profile
 */
export async function signIn(
  stream: LoginStream,
  credentials: Credentials,
  wanted: Wanted,
  { isPipelined, afterProof }: SignInOptions,
): Promise<SignedIn | undefined> {
  const likely = credentials.token ? TOKEN_MECHANISM : likelyScram(credentials);
  const early = isPipelined ? await prepare(likely, credentials, wanted) : undefined;
  const begin = (attempt: Attempt) => {
    stream.send(attempt.element);
    if (!attempt.scram) afterProof?.();
    return attempt;
  };
  stream.open();
  if (early) begin(early);
  const features = await stream.features();
  const offer = features.child("authentication", NS.sasl2);
  if (!offer?.child("inline")?.child("bind", NS.bind2)) {
    if (early) throw new AuthenticationError("unsupported");
    return undefined;
  }
  const mechanism = choose(offer, credentials, early);
  if (early && early.mechanism !== mechanism) await stream.next(); // the failure of what was sent too early
  const attempt = early?.mechanism === mechanism ? early : begin(await prepare(mechanism, credentials, wanted));
  const success = await finish(stream, attempt, credentials, features, afterProof);
  credentials.onAccepted?.(success.child("token", NS.fast)?.attr("token"));
  return read(success);
}

async function prepare(mechanism: string, credentials: Credentials, { tag, resume }: Wanted): Promise<Attempt> {
  const { username, token = "", agent } = credentials;
  const scram = mechanism === TOKEN_MECHANISM ? undefined : await withPassword(mechanism, credentials);
  const response = scram ? encode(scram.first()) : await tokenResponse(username, token);
  const features = [xml("tag", NS.bind2, null, tag), carbonsSwitch(true), sm.enable({ resume: true })];
  const element = xml(
    "authenticate",
    NS.sasl2,
    { mechanism },
    xml("initial-response", NS.sasl2, null, response),
    agent && userAgent(agent),
    scram ? xml("request-token", NS.fast, { mechanism: TOKEN_MECHANISM }) : xml("fast", NS.fast),
    resume,
    xml("bind", NS.bind2, null, ...features),
  );
  return { mechanism, scram, element };
}

/** Once there is a token, nobody needs this. */
async function withPassword(mechanism: string, credentials: Credentials): Promise<ScramClient> {
  const { newScram } = await import("./login/later/scram.ts");
  return newScram(mechanism, credentials);
}

function userAgent({ id, device }: NonNullable<Credentials["agent"]>): Element {
  return xml(
    "user-agent",
    NS.sasl2,
    { id },
    xml("software", NS.sasl2, null, "Yonder"),
    device ? xml("device", NS.sasl2, null, device) : undefined,
  );
}

/** A token that went out already stays: its refusal says that there is no use for it. */
function choose(offer: Element, { token }: Credentials, early: Attempt | undefined): string {
  const tokens = offer.child("inline")?.child("fast", NS.fast);
  const takesToken = tokens?.elements().some(({ text }) => text === TOKEN_MECHANISM);
  if (early ? !early.scram : token && takesToken) return TOKEN_MECHANISM;
  const mechanisms = offer.elements().map(({ text }) => text);
  const chosen = [early?.mechanism, ...SCRAM].find((name) => name && mechanisms.includes(name));
  if (!chosen) throw new AuthenticationError("invalid-mechanism");
  return chosen;
}

async function finish(
  stream: LoginStream,
  { scram }: Attempt,
  { token = "" }: Credentials,
  features: Element,
  afterProof: (() => void) | undefined,
): Promise<Element> {
  try {
    if (scram) {
      const challenge = await expect(stream, "challenge");
      const { readOffered } = await import("./login/later/scram.ts");
      const offered = readOffered(features.child("authentication", NS.sasl2), features);
      const response = await scram.respond(decode(challenge.text), offered);
      stream.send(xml("response", NS.sasl2, null, encode(response)));
      afterProof?.();
    }
    const success = await expect(stream, "success", scram === undefined);
    const data = success.childText("additional-data")?.trim() ?? "";
    const isServer = scram ? scram.verify(decode(data)) : await isTokenProof(data, token);
    // RFC 5802 §5: a server that does not know our secret either is not ours.
    if (!isServer) throw new AuthenticationError("bad-server");
    return success;
  } catch (cause) {
    throw cause instanceof SaslError ? new AuthenticationError(cause.condition, { cause }) : cause;
  }
}

async function expect(stream: LoginStream, name: string, isToken = false): Promise<Element> {
  const answer = await stream.next();
  if (answer.is(name, NS.sasl2)) return answer;
  const condition = answer.is("failure", NS.sasl2) ? conditionOf(answer) : "bad-server";
  // Whatever is wrong with a token, another proof is needed.
  const isUseless = isToken && condition !== "bad-server" && condition !== "temporary-auth-failure";
  throw new AuthenticationError(isUseless ? "not-authorized" : condition);
}

function read(success: Element): SignedIn {
  return {
    address: success.childText("authorization-identifier")?.trim() ?? "",
    resumed: success.child("resumed", NS.sm),
    failed: success.child("failed", NS.sm),
    enabled: success.child("bound", NS.bind2)?.child("enabled", NS.sm),
  };
}

/** The one that is offered most likely, or fits the keys that we have. */
function likelyScram({ keys }: Credentials): string {
  return keys?.id.startsWith("SHA-1,") ? "SCRAM-SHA-1" : "SCRAM-SHA-256";
}
