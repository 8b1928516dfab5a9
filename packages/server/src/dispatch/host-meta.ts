import { escapeAttr, NS } from "@yonder/protocol";

export const WEBSOCKET_PATH = "/xmpp-websocket";
export const BOSH_PATH = "/http-bind";

/** What a page learns before anybody logs in (XEP-0156). */
export interface HostMeta {
  /** What stands behind the @ in everyone's address; the page may live under another name. */
  readonly domain: string;
  /** Addresses of our web servers, without a trailing slash, best first. */
  readonly webUrls: readonly string[];
}

/** The property of host-meta.json that names the domain, for our page (RFC 6415 §3: properties have URIs for names). */
const DOMAIN = "urn:yonder:domain";

export function webSocketUrl(webUrl: string): string {
  return `${webUrl.replace(/^http/, "ws")}${WEBSOCKET_PATH}`;
}

export function boshUrl(webUrl: string): string {
  return `${webUrl}${BOSH_PATH}`;
}

/**
 * `/.well-known/host-meta`: XRD (RFC 6415 §2).
 * COMPAT: nothing but links, since Smack gives up at any text in it.
 */
export function hostMetaXrd(meta: HostMeta): string {
  const links = linksOf(meta).map(({ rel, href }) => `  <Link rel="${escapeAttr(rel)}" href="${escapeAttr(href)}"/>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">\n${links.join("")}</XRD>\n`;
}

/** `/.well-known/host-meta.json`: JRD (RFC 6415 appendix A). */
export function hostMetaJrd(meta: HostMeta): string {
  return `${JSON.stringify({ properties: { [DOMAIN]: meta.domain }, links: linksOf(meta) })}\n`;
}

interface Link {
  readonly rel: string;
  readonly href: string;
}

/** XEP-0156 §2.2 lets nobody rely on the order; ours do, since they have none other. */
function linksOf({ webUrls }: HostMeta): readonly Link[] {
  return [
    ...webUrls.map((url) => ({ rel: NS.websocketConnection, href: webSocketUrl(url) })),
    ...webUrls.map((url) => ({ rel: NS.boshConnection, href: boshUrl(url) })),
  ];
}
