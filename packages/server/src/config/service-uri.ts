/** A service for calls, as its URI names it. */
export interface ServiceUri {
  readonly type: "stun" | "stuns" | "turn" | "turns";
  /** A name or an IP address, that of IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly transport: "udp" | "tcp";
}

const URI = /^(stuns?|turns?):(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

/** Reads `turn:turn.example.org:3478?transport=udp` (RFC 7064, RFC 7065); undefined when it is none. */
export function parseServiceUri(text: string): ServiceUri | undefined {
  const [, scheme, host, port, transport] = URI.exec(text) ?? [];
  const type = TYPES.find((known) => known === scheme?.toLowerCase());
  if (type === undefined || host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535) return undefined;
  const isSecure = type.endsWith("s");
  return {
    type,
    host: host.replace(/^\[|\]$/g, ""),
    port: Number(port ?? (isSecure ? 5349 : 3478)),
    transport: (transport?.toLowerCase() ?? (isSecure ? "tcp" : "udp")) === "tcp" ? "tcp" : "udp",
  };
}

const TYPES = ["stun", "stuns", "turn", "turns"] as const;
