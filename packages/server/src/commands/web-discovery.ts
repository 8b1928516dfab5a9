import { NS } from "@yonder/protocol";
import { type Finding, right, warning } from "./finding.ts";

/** As the global one; rejects when nobody answers. */
export type Fetch = (
  url: string,
  init: { readonly signal: AbortSignal },
) => Promise<Pick<Response, "ok" | "status" | "json">>;

/** Milliseconds that the web server is given. */
const PATIENCE = 5_000;

/**
 * Whether clients that know no more than the domain find our WebSocket and BOSH: `https://DOMAIN/.well-known/host-meta.json` (XEP-0156 §3).
 * Nothing here keeps a node from serving.
 */
export async function inspectHostMeta(domain: string, fetch: Fetch): Promise<Finding> {
  const url = `https://${domain}/.well-known/host-meta.json`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) return warning(`web: ${url} answers ${answer.status}; ${NOT_FOUND}`);
    const addresses = addressesIn(await answer.json());
    return addresses.length > 0
      ? right(`web: ${url} names ${addresses.join(", ")}`)
      : warning(`web: ${url} names no address; ${NOT_FOUND}`);
  } catch (error) {
    return warning(`web: ${url} cannot be read (${reasonOf(error)}); ${NOT_FOUND}`);
  }
}

const NOT_FOUND = "clients in browsers will not find this server by its domain";
const RELATIONS: readonly unknown[] = [NS.websocketConnection, NS.boshConnection];

function addressesIn(document: unknown): string[] {
  const { links }: { readonly links?: unknown } = Object(document);
  if (!Array.isArray(links)) return [];
  return links.filter((link) => RELATIONS.includes(Object(link).rel)).map((link) => String(Object(link).href));
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
