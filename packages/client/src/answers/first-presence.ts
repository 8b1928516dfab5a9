import { caps, type Element, NS, xml } from "@yonder/protocol";

/** `capsHash` of what the device answers that it can do: it stands here since presence goes out before anything could be computed. */
export const VERIFICATION = "vEDVdVvwqaRlnkcf9c7hamK0MqA=";

/** Our presence (RFC 6121 §4.2, §4.7.2.2): what we say of ourselves, what we can do (XEP-0115), and whose news we want (XEP-0163 §4.2). */
export function firstPresence(status: string): Element {
  const said = status ? xml("status", NS.client, null, status) : undefined;
  return xml("presence", NS.client, null, said, caps({ node: "urn:yonder:web", hash: "sha-1", ver: VERIFICATION }));
}
