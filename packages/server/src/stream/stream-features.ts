import { type Element, NS, xml } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import { channelBindingsOf, mayLogIn, mechanismsOf, tokenMechanismsOf } from "./mechanisms.ts";
import type { Session } from "./session.ts";
import type { StreamContext } from "./stream-context.ts";
import { upgradeTasks } from "./upgrades.ts";

const BIND = xml("bind", NS.bind);
const SESSION = xml("session", NS.session, null, xml("optional", NS.session));
const SM = xml("sm", NS.sm);

/** What is offered before login (RFC 6120 §4.3.2): TLS alone where it is required, else ways to log in and to register. */
export function featuresBeforeLogin(connection: Connection, context: StreamContext): Element {
  const { canStartTls, isSecure, isLoopback, idleSeconds } = connection;
  const kind = `${canStartTls} ${isSecure} ${isLoopback} ${idleSeconds} ${channelBindingsOf(connection)}`;
  return known(context, kind, () => offerBeforeLogin(connection, context));
}

function offerBeforeLogin(connection: Connection, context: StreamContext): Element {
  if (connection.canStartTls && !mayLogIn(connection))
    return features([xml("starttls", NS.tls, null, xml("required", NS.tls))]);
  const starttls = connection.canStartTls ? xml("starttls", NS.tls) : undefined;
  const names = mechanismsOf(connection, context);
  if (names.length === 0) return features([starttls]);
  return features([
    starttls,
    mechanisms(names),
    authentication(names, connection, context),
    channelBindings(connection),
    ...(context.registrar?.streamFeatures ?? []),
    limits(context.elementBytes.stanzaBytesBeforeLogin, connection),
  ]);
}

/** What is offered to whoever has logged in. */
export function featuresAfterLogin(connection: Connection, context: StreamContext): Element {
  const offer = () => features([BIND, SESSION, SM, ...featuresOnceBound(connection, context)]);
  return known(context, `in ${connection.idleSeconds}`, offer);
}

/** What is offered to whoever has bound a resource along with the login (XEP-0386), besides what it has turned on. */
export function featuresOfSession({ isManaged }: Session, connection: Connection, context: StreamContext): Element {
  return features([isManaged ? undefined : SM, ...featuresOnceBound(connection, context)]);
}

/** By kind of connection, of which there are few: what is offered is made, and written, once for each. */
const offers = new WeakMap<StreamContext, Map<string, Element>>();

function known(context: StreamContext, kind: string, make: () => Element): Element {
  const ofContext = offers.get(context) ?? new Map<string, Element>();
  offers.set(context, ofContext);
  const offer = ofContext.get(kind) ?? make();
  ofContext.set(kind, offer);
  return offer;
}

function featuresOnceBound(connection: Connection, { streamFeatures, elementBytes }: StreamContext): Element[] {
  return [...streamFeatures, limits(elementBytes.stanzaBytes, connection)];
}

function features(offered: readonly (Element | undefined)[]): Element {
  return xml("features", NS.stream, null, ...offered);
}

function mechanisms(names: readonly string[]): Element {
  return xml("mechanisms", NS.sasl, null, ...names.map((name) => xml("mechanism", NS.sasl, null, name)));
}

/** XEP-0388 §2.1, with what may be asked for along with the login, and what may be done before it ends (XEP-0480 §2.1). */
function authentication(names: readonly string[], connection: Connection, context: StreamContext): Element {
  const bindFeatures = [NS.sm, ...context.inlineFeatures].map((name) => xml("feature", NS.bind2, { var: name }));
  const tokenMechanisms = tokenMechanismsOf(connection).map((name) => xml("mechanism", NS.fast, null, name));
  return xml(
    "authentication",
    NS.sasl2,
    null,
    ...names.map((name) => xml("mechanism", NS.sasl2, null, name)),
    xml(
      "inline",
      NS.sasl2,
      null,
      SM,
      xml("bind", NS.bind2, null, xml("inline", NS.bind2, null, ...bindFeatures)),
      tokenMechanisms.length > 0 ? xml("fast", NS.fast, null, ...tokenMechanisms) : undefined,
    ),
    ...(context.door ? [] : upgradeTasks.map((task) => xml("upgrade", NS.saslUpgrade, null, task))),
  );
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

/** XEP-0478 */
function limits(bytes: number, { idleSeconds }: Connection): Element {
  return xml(
    "limits",
    NS.limits,
    null,
    xml("max-bytes", NS.limits, null, String(bytes)),
    xml("idle-seconds", NS.limits, null, String(idleSeconds)),
  );
}
