import { type Element, NS, xml } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import { channelBindingsOf, mayLogIn, mechanismsOf } from "./mechanisms.ts";
import type { StreamContext } from "./stream-context.ts";

const BIND = xml("bind", NS.bind);
const SESSION = xml("session", NS.session, null, xml("optional", NS.session));
const SM = xml("sm", NS.sm);

/** What is offered before login (RFC 6120 §4.3.2): TLS alone where it is required, else ways to log in and to register. */
export function featuresBeforeLogin(connection: Connection, context: StreamContext): Element {
  if (connection.canStartTls && !mayLogIn(connection))
    return features([xml("starttls", NS.tls, null, xml("required", NS.tls))]);
  const starttls = connection.canStartTls ? xml("starttls", NS.tls) : undefined;
  const names = mechanismsOf(connection, context.allowPlaintext);
  if (names.length === 0) return features([starttls]);
  return features([
    starttls,
    mechanisms(names),
    channelBindings(connection),
    ...(context.registrar?.streamFeatures ?? []),
  ]);
}

/** What is offered to whoever has logged in. */
export function featuresAfterLogin(context: StreamContext): Element {
  return features([BIND, SESSION, SM, ...context.streamFeatures]);
}

function features(offered: readonly (Element | undefined)[]): Element {
  return xml("features", NS.stream, null, ...offered);
}

function mechanisms(names: readonly string[]): Element {
  return xml("mechanisms", NS.sasl, null, ...names.map((name) => xml("mechanism", NS.sasl, null, name)));
}

/** XEP-0440 §2 */
function channelBindings(connection: Connection): Element | undefined {
  const types = channelBindingsOf(connection);
  if (types.length === 0) return undefined;
  return xml(
    "sasl-channel-binding",
    NS.saslCb,
    null,
    ...types.map((type) => xml("channel-binding", NS.saslCb, { type })),
  );
}
