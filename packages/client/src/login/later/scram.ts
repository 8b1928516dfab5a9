import { type Element, NS, type Offered, ScramClient, type ScramClientKeys } from "@yonder/protocol";
import type { Credentials } from "../../credentials.ts";

/** The client's end of a login with the password (RFC 5802, RFC 7677). */
export function newScram(mechanism: string, { username, password, keys, onKeys }: Credentials): ScramClient {
  const hash = mechanism === "SCRAM-SHA-1" ? "SHA-1" : "SHA-256";
  const keyCache = {
    get: (id: string) => (keys?.id === id ? keys : undefined),
    set: (id: string, derived: ScramClientKeys) => onKeys?.({ id, ...derived }),
  };
  return new ScramClient({ hash, username, password, keyCache });
}

/** What the server has told us that it offers: somebody on the way may have hidden the better part (XEP-0474). */
export function readOffered(list: Element | undefined, features: Element): Offered {
  const names = (element: Element | undefined, name: string) =>
    element?.elements().flatMap((child) => (child.name === name ? [child] : []));
  const bindings = names(features.child("sasl-channel-binding", NS.saslCb), "channel-binding");
  return {
    mechanisms: names(list, "mechanism")?.map(({ text }) => text) ?? [],
    bindings: bindings?.map((binding) => binding.attr("type") ?? ""),
  };
}
