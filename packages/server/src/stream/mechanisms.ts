import type { ScramHash } from "@yonder/protocol";
import type { ChannelBindingType, Connection } from "../transport/connection.ts";

/** A SASL mechanism that we offer. */
export type Mechanism =
  | { readonly kind: "scram"; readonly hash: ScramHash; readonly isPlus: boolean }
  | { readonly kind: "plain" };

const MECHANISMS: ReadonlyMap<string, Mechanism> = new Map<string, Mechanism>([
  ["SCRAM-SHA-256-PLUS", { kind: "scram", hash: "SHA-256", isPlus: true }],
  ["SCRAM-SHA-1-PLUS", { kind: "scram", hash: "SHA-1", isPlus: true }],
  ["SCRAM-SHA-256", { kind: "scram", hash: "SHA-256", isPlus: false }],
  ["SCRAM-SHA-1", { kind: "scram", hash: "SHA-1", isPlus: false }],
  ["PLAIN", { kind: "plain" }],
]);

const BINDINGS: readonly ChannelBindingType[] = ["tls-exporter", "tls-server-end-point"];

/** Without TLS only who is on this machine, or behind a trusted proxy that has TLS, may log in. */
export function mayLogIn(connection: Connection): boolean {
  return connection.isSecure || connection.isLoopback;
}

/** Channel bindings this connection has (XEP-0440), the better first. */
export function channelBindingsOf(connection: Connection): readonly ChannelBindingType[] {
  return BINDINGS.filter((type) => connection.channelBinding(type) !== undefined);
}

/** Names of the mechanisms offered on this connection, the best first. */
export function mechanismsOf(connection: Connection, allowPlaintext: boolean): readonly string[] {
  if (!mayLogIn(connection)) return [];
  const hasBinding = channelBindingsOf(connection).length > 0;
  const takesPlain = connection.isSecure || (allowPlaintext && connection.isLoopback);
  return [...MECHANISMS]
    .filter(([, m]) => (m.kind === "plain" ? takesPlain : hasBinding || !m.isPlus))
    .map(([name]) => name);
}

export function mechanismNamed(name: string): Mechanism | undefined {
  return MECHANISMS.get(name);
}
