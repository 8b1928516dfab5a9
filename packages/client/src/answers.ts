import { caps, type Element, errorReply, NS, resultReply, StanzaError, xml } from "@yonder/protocol";
import { TOLD } from "./people/door.ts";

export const FEATURES = [
  NS.discoInfo,
  NS.ping,
  NS.receipts,
  NS.chatStates,
  NS.markers,
  NS.sid,
  NS.carbons,
  NS.correction,
  NS.retraction,
  NS.reactions,
  NS.reply,
  NS.fallback,
  NS.directInvitation,
  `${NS.bookmarks}+notify`,
  ...TOLD.map((node) => `${node}+notify`),
];

export const IDENTITY = { category: "client", type: "web", name: "Yonder" } as const;

/** `capsHash` of both: it stands here since presence goes out before anything could be computed. */
export const VERIFICATION = "vEDVdVvwqaRlnkcf9c7hamK0MqA=";

/** Our presence (RFC 6121 §4.2, §4.7.2.2): what we say of ourselves, what we can do (XEP-0115), and whose news we want (XEP-0163 §4.2). */
export function firstPresence(status: string): Element {
  const said = status ? xml("status", NS.client, null, status) : undefined;
  return xml("presence", NS.client, null, said, caps({ node: "urn:yonder:web", hash: "sha-1", ver: VERIFICATION }));
}

/** Answers what others ask this device (RFC 6120 §8.2.3: every get and set is answered). */
export function answer(iq: Element): Element | undefined {
  const type = iq.attr("type");
  if (type !== "get" && type !== "set") return undefined;
  const payload = iq.firstElement;
  if (type === "get" && payload?.is("ping", NS.ping)) return resultReply(iq);
  if (type === "get" && payload?.is("query", NS.discoInfo)) return resultReply(iq, describe(payload.attr("node")));
  return errorReply(iq, new StanzaError("service-unavailable"));
}

/** XEP-0030 §3.1. */
function describe(node: string | undefined): Element {
  return xml(
    "query",
    NS.discoInfo,
    { node },
    xml("identity", NS.discoInfo, IDENTITY),
    ...FEATURES.map((feature) => xml("feature", NS.discoInfo, { var: feature })),
  );
}
