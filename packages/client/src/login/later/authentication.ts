import { type Element, NS, SaslError, xml } from "@yonder/protocol";
import {
  AuthenticationError,
  type Credentials,
  conditionOf,
  decode,
  encode,
  type LoginStream,
} from "../../credentials.ts";
import { SCRAM } from "../../sasl2.ts";
import { newScram, readOffered } from "./scram.ts";

/** Authenticates on an open stream with SCRAM over SASL (RFC 6120 §6), one step at a time: where there is nothing newer. */
export async function authenticate(stream: LoginStream, credentials: Credentials): Promise<void> {
  const features = await stream.features();
  const offered = readOffered(features.child("mechanisms", NS.sasl), features);
  const mechanism = SCRAM.find((name) => offered.mechanisms.includes(name));
  if (!mechanism) throw new AuthenticationError("invalid-mechanism");
  const scram = newScram(mechanism, credentials);
  stream.send(xml("auth", NS.sasl, { mechanism }, encode(scram.first())));
  try {
    const challenge = await expect(stream, "challenge");
    stream.send(xml("response", NS.sasl, null, encode(await scram.respond(decode(challenge.text), offered))));
    const success = await expect(stream, "success");
    // RFC 5802 §5: a server that does not know the password either is not ours.
    if (!scram.verify(decode(success.text))) throw new AuthenticationError("bad-server");
  } catch (cause) {
    throw cause instanceof SaslError ? new AuthenticationError(cause.condition, { cause }) : cause;
  }
}

async function expect(stream: LoginStream, name: string): Promise<Element> {
  const answer = await stream.next();
  if (answer.is(name, NS.sasl)) return answer;
  throw new AuthenticationError(answer.is("failure", NS.sasl) ? conditionOf(answer) : "bad-server");
}
