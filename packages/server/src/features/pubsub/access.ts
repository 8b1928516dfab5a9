import { StanzaError } from "@yonder/protocol";
import type { NodeConfig, NodeView } from "../../store/pubsub.ts";
import type { Asker, Home, Relation } from "./home.ts";
import { presenceRequired, refusal } from "./refusals.ts";

/**
 * XEP-0060 §6.1.3 and §6.5.9: why somebody may not read a node.
 * @returns undefined when they may
 */
export async function readingRefusal(home: Home, view: NodeView, asker: Asker): Promise<StanzaError | undefined> {
  if (home.owns(asker)) return undefined;
  const refused = await refusalByModel(home, view, asker.jid.bare);
  if (refused === undefined || !home.isSecretive || view.affiliation !== undefined) return refused;
  return (await home.relationOf(asker.jid.bare)).seesPresence ? refused : presenceRequired();
}

async function refusalByModel(home: Home, view: NodeView, bare: string): Promise<StanzaError | undefined> {
  const { node, affiliation, subscriptions } = view;
  if (affiliation === "owner" || affiliation === "publisher") return undefined;
  if (affiliation === "outcast" || affiliation === "publish-only") return new StanzaError("forbidden");
  const { accessModel } = node.config;
  if (accessModel === "open") return undefined;
  if (accessModel === "presence" || accessModel === "roster")
    return relationRefusal(node.config, await home.relationOf(bare));
  if (affiliation === "member") return undefined;
  if (accessModel === "whitelist") return refusal("not-allowed", "closed-node");
  if (subscriptions.some(({ state }) => state === "subscribed")) return undefined;
  return refusal("not-authorized", "not-subscribed");
}

/** For nodes that go by the owner's roster. */
function relationRefusal({ accessModel, rosterGroups }: NodeConfig, relation: Relation): StanzaError | undefined {
  if (!relation.seesPresence) return presenceRequired();
  if (accessModel !== "roster" || relation.groups.some((group) => rosterGroups.includes(group))) return undefined;
  return refusal("not-authorized", "not-in-roster-group");
}

/** XEP-0060 §4.1 and §4.5, pubsub#publish_model */
export function mayPublish(home: Home, { node, affiliation, subscriptions }: NodeView, asker: Asker): boolean {
  if (home.owns(asker)) return true;
  if (affiliation === "outcast") return false;
  if (affiliation === "owner" || affiliation === "publisher" || affiliation === "publish-only") return true;
  if (node.config.publishModel === "open") return true;
  return node.config.publishModel === "subscribers" && subscriptions.some(({ state }) => state === "subscribed");
}

export function isOwner(home: Home, { affiliation }: NodeView, asker: Asker): boolean {
  return home.owns(asker) || affiliation === "owner";
}
