import { type Element, errorReply, NS, resultReply, StanzaError, xml } from "@yonder/protocol";
import { TOLD } from "../../people/door.ts";

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

/** Answers what others ask this device, with a get or a set (RFC 6120 §8.2.3: each is answered). */
export function answer(iq: Element): Element {
  const isGet = iq.attr("type") === "get";
  const payload = iq.firstElement;
  if (isGet && payload?.is("ping", NS.ping)) return resultReply(iq);
  if (isGet && payload?.is("query", NS.discoInfo)) return resultReply(iq, describe(payload.attr("node")));
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
