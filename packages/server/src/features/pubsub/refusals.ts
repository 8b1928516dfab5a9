import { NS, type StanzaCondition, StanzaError, type StanzaErrorType, xml } from "@yonder/protocol";
import { StoreError } from "../../store/store.ts";

/** XEP-0060 §17.4 */
type PubsubCondition =
  | "closed-node"
  | "invalid-jid"
  | "invalid-options"
  | "invalid-payload"
  | "item-forbidden"
  | "item-required"
  | "max-items-exceeded"
  | "max-nodes-exceeded"
  | "node-full"
  | "nodeid-required"
  | "not-in-roster-group"
  | "not-subscribed"
  | "payload-required"
  | "payload-too-big"
  | "pending-subscription"
  | "precondition-not-met"
  | "presence-subscription-required"
  | "too-many-subscriptions"
  | "unsupported-access-model";

/** A refusal with a condition of publish-subscribe's own beside that of RFC 6120. */
export function refusal(condition: StanzaCondition, special: PubsubCondition, type?: StanzaErrorType): StanzaError {
  return new StanzaError(condition, undefined, { extra: xml(special, NS.pubsubErrors), ...(type && { type }) });
}

/** XEP-0060 §11: names what is not there, as the feature would be called in service discovery. */
export function unsupported(feature: string): StanzaError {
  return new StanzaError("feature-not-implemented", undefined, {
    extra: xml("unsupported", NS.pubsubErrors, { feature }),
  });
}

/** What somebody is told who may not even know whether there is such a node, or such an account. */
export function presenceRequired(): StanzaError {
  return refusal("not-authorized", "presence-subscription-required");
}

/** A refusal of the store in the words of the protocol. */
export function refusalOf(error: unknown, full: StanzaError = new StanzaError("resource-constraint")): unknown {
  if (!(error instanceof StoreError)) return error;
  if (error.code === "full") return full;
  if (error.code === "not-found") return new StanzaError("item-not-found", undefined, { cause: error });
  if (error.code === "conflict") return new StanzaError("conflict", undefined, { cause: error });
  return error;
}
