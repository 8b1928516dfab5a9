import { escapeAttr, NS } from "@yonder/protocol";

/** Where else than by DNS a client may connect (XEP-0156). */
export interface AlternativeConnection {
  readonly rel: string;
  readonly href: string;
}

/** The WebSocket below the address at which browsers find us. */
export function webSocketConnection(publicUrl: string, path: string): AlternativeConnection {
  return { rel: NS.websocketConnection, href: `${publicUrl.replace(/^http/, "ws")}${path}` };
}

/** `/.well-known/host-meta`: XRD (RFC 6415 §2). */
export function hostMetaXrd(connections: readonly AlternativeConnection[]): string {
  const links = connections.map(({ rel, href }) => `  <Link rel="${escapeAttr(rel)}" href="${escapeAttr(href)}"/>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n${links.join("")}</XRD>\n`;
}

/** `/.well-known/host-meta.json`: JRD (RFC 6415 appendix A). */
export function hostMetaJrd(connections: readonly AlternativeConnection[]): string {
  return `${JSON.stringify({ links: connections })}\n`;
}
