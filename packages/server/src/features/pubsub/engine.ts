import type { Host } from "../feature.ts";
import { Requests } from "./requests.ts";

const engines = new WeakMap<Host, Requests>();

/** The one engine of a node, which several features share: whatever one of them publishes, the others hear of. */
export function engineOf(host: Host): Requests {
  const known = engines.get(host) ?? new Requests(host);
  engines.set(host, known);
  return known;
}
