import { type Element, errorReply, NS, resultReply, StanzaError, xml } from "@yonder/protocol";

const FEATURES = [
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
];

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
  const identity = xml("identity", NS.discoInfo, { category: "client", type: "web", name: "Yonder" });
  return xml(
    "query",
    NS.discoInfo,
    { node },
    identity,
    ...FEATURES.map((feature) => xml("feature", NS.discoInfo, { var: feature })),
  );
}
