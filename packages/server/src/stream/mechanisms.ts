import type { ScramHash } from "@yonder/protocol";
import type { ChannelBindingType, Connection } from "../transport/connection.ts";
import type { StreamContext } from "./stream-context.ts";

/** A SASL mechanism that we know. */
export type Mechanism =
  | { readonly kind: "scram"; readonly hash: ScramHash; readonly isPlus: boolean }
  | { readonly kind: "plain" }
  /** Without an account. */
  | { readonly kind: "anonymous" }
  /** With a token instead of a password (XEP-0484); `binding`: what it is bound to. */
  | { readonly kind: "token"; readonly binding: ChannelBindingType | undefined };

const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ["SCRAM-SHA-256-PLUS", { kind: "scram", hash: "SHA-256", isPlus: true }],
  ["SCRAM-SHA-1-PLUS", { kind: "scram", hash: "SHA-1", isPlus: true }],
  ["SCRAM-SHA-256", { kind: "scram", hash: "SHA-256", isPlus: false }],
  ["SCRAM-SHA-1", { kind: "scram", hash: "SHA-1", isPlus: false }],
  ["PLAIN", { kind: "plain" }],
  ["ANONYMOUS", { kind: "anonymous" }],
  ["HT-SHA-256-EXPR", { kind: "token", binding: "tls-exporter" }],
  ["HT-SHA-256-ENDP", { kind: "token", binding: "tls-server-end-point" }],
  ["HT-SHA-256-NONE", { kind: "token", binding: undefined }],
]);

const BINDINGS: readonly ChannelBindingType[] = ["tls-exporter", "tls-server-end-point"];
/** COMPAT: slixmpp asks for tls-unique whatever is offered. */
const BINDINGS_TAKEN: readonly ChannelBindingType[] = [...BINDINGS, "tls-unique"];

/** Without TLS only who is on this machine, or behind a trusted proxy that has TLS, may log in. */
export function mayLogIn(connection: Connection): boolean {
  return connection.isSecure || connection.isLoopback;
}

/** Channel bindings this connection has (XEP-0440), the better first. */
export function channelBindingsOf(connection: Connection): readonly ChannelBindingType[] {
  return BINDINGS.filter((type) => connection.channelBinding(type) !== undefined);
}

/** The type of this name, if a client may bind to the connection by it. */
export function channelBindingNamed(name: string | undefined): ChannelBindingType | undefined {
  return BINDINGS_TAKEN.find((type) => type === name);
}

/** What a stream's domain has to do with it. */
type Place = Pick<StreamContext, "allowPlaintext" | "door">;

/** Names of the mechanisms offered on this connection to who has a password, the best first; where there are guests, to these. */
export function mechanismsOf(connection: Connection, { allowPlaintext, door }: Place): readonly string[] {
  if (!mayLogIn(connection)) return [];
  if (door) return namesOf((m) => m.kind === "anonymous");
  const hasBinding = channelBindingsOf(connection).length > 0;
  const takesPlain = connection.isSecure || (allowPlaintext && connection.isLoopback);
  return namesOf((m) => (m.kind === "plain" && takesPlain) || (m.kind === "scram" && (hasBinding || !m.isPlus)));
}

/** Names of those offered to who has a token (XEP-0484 §3.1), the best first. */
export function tokenMechanismsOf(connection: Connection): readonly string[] {
  if (!mayLogIn(connection)) return [];
  const bindings: readonly (ChannelBindingType | undefined)[] = [undefined, ...channelBindingsOf(connection)];
  return namesOf((m) => m.kind === "token" && bindings.includes(m.binding));
}

export function mechanismNamed(name: string): Mechanism | undefined {
  return MECHANISMS.get(name);
}

function namesOf(isOffered: (mechanism: Mechanism) => boolean): readonly string[] {
  return [...MECHANISMS].filter(([, mechanism]) => isOffered(mechanism)).map(([name]) => name);
}
