import type { NodeConfig } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import type { Asker, Home } from "./home.ts";
import type { Requests } from "./requests.ts";

/** As clients make a node for their own data (XEP-0223 §3, XEP-0402 §3.3). */
const PRIVATE: Partial<NodeConfig> = { accessModel: "whitelist", maxItems: "max", sendsLastItem: "never" };

/** The node, made or changed so that the owner alone reads it. In the caller's turn. Throws StanzaError. */
export async function ensurePrivate(
  host: Host,
  engine: Requests,
  home: Home,
  owner: Asker,
  node: string,
  changes: Partial<NodeConfig> = {},
): Promise<void> {
  const view = await host.store.pubsub.find(home.place, node);
  if (!view) await engine.nodes.create(home, owner, node, { ...home.defaults, ...PRIVATE, ...changes });
  else if (view.node.config.accessModel !== "whitelist")
    await engine.nodes.reconfigure(home, view.node, { ...view.node.config, accessModel: "whitelist" });
}
