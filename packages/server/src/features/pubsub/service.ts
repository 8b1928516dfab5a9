import { NS } from "@yonder/protocol";
import { servicePlace } from "../../store/pubsub.ts";
import { isAdmin } from "../ad-hoc/command.ts";
import type { Feature, Host, Sender } from "../feature.ts";
import { type ServiceIq, ServiceIqs } from "../service-iqs.ts";
import { approve, isApproval } from "./approvals.ts";
import { engineOf } from "./engine.ts";
import { eventMessage } from "./events.ts";
import { forget } from "./former-people.ts";
import type { Asker, Home, Notice } from "./home.ts";
import { serviceDefaults } from "./node-config.ts";

const NAME = "Publish-Subscribe";
/** Of XEP-0060 §10. */
const FEATURES = [
  ...["access-authorize", "access-open", "access-whitelist", "config-node", "config-node-max"],
  ...["create-and-configure", "create-nodes", "delete-items", "delete-nodes", "instant-nodes", "item-ids"],
  ...["last-published", "manage-subscriptions", "member-affiliation", "meta-data", "modify-affiliations"],
  ...["multi-items", "outcast-affiliation", "persistent-items", "publish", "publish-node-full"],
  ...["publish-only-affiliation", "publish-options", "publisher-affiliation", "purge-nodes", "retract-items"],
  ...["retrieve-affiliations", "retrieve-default", "retrieve-items", "retrieve-subscriptions", "rsm"],
  ...["subscribe", "subscription-notifications"],
].map((name) => `${NS.pubsub}#${name}`);

/** Nodes at the service; some places are left for administrators. */
const NODES = 2_000;
const NODES_OF_ADMINS = 2_200;
/** Of one who is no administrator, where everybody may make them. */
const NODES_OF_ONE = 20;
/** Bytes of one node's items. */
const BYTES_OF_NODE = 16 * 1_024 * 1_024;

/** Nodes beside those of an account, for news and the like, at pubsub.DOMAIN: who has an account makes some, administrators rule them all. */
export const pubsubService: Feature = {
  name: "pubsub",
  specification: "XEP-0060",
  items: (host) => [{ jid: addressOf(host), name: NAME }],
  start(host) {
    const home = serviceHome(host);
    const engine = engineOf(host);
    const answer = (type: "get" | "set") => (iq: ServiceIq) =>
      engine.answer(home, askerOf(host, iq.from), { type, pubsub: iq.payload });
    const table = (type: "get" | "set") => ({
      "{http://jabber.org/protocol/pubsub}pubsub": answer(type),
      "{http://jabber.org/protocol/pubsub#owner}pubsub": answer(type),
    });
    const iqs = new ServiceIqs(host, {
      identities: [{ category: "pubsub", type: "service", name: NAME }],
      features: [NS.pubsub, ...FEATURES],
      info: (iq, node = "") => engine.reading.info(home, askerOf(host, iq.from), node),
      items: (iq, node) => {
        const asker = askerOf(host, iq.from);
        return node === undefined ? engine.reading.nodes(home, asker) : engine.reading.itemNames(home, asker, node);
      },
      iq: { get: table("get"), set: table("set") },
    });
    const stopListening = host.store.onAccountsChanged(({ kind, username }) => {
      if (kind !== "removed") return;
      const done = engine.inTurn(home, () => forget(host, home, `${username}@${host.domain}`));
      done.catch((error: unknown) => host.log.warn({ err: error }, "nodes do not know yet that an account is gone"));
    });
    return {
      async stop() {
        stopListening();
      },
      services: {
        [addressOf(host)]: {
          stanza(stanza, from) {
            if (stanza.name === "iq") return iqs.answer(stanza, from);
            if (isApproval(stanza)) return approve(host, engine, home, askerOf(host, from), stanza);
          },
        },
      },
    };
  },
};

function addressOf({ domain }: Pick<Host, "domain">): string {
  return `pubsub.${domain}`;
}

function askerOf(host: Host, { jid, session }: Sender): Asker {
  return { jid, isAdmin: session !== undefined && isAdmin(host, session) };
}

function serviceHome(host: Host): Home {
  const jid = addressOf(host);
  const place = servicePlace(jid);
  return {
    place,
    jid,
    defaults: serviceDefaults,
    owns: (asker) => asker.isAdmin,
    mayCreate: (asker) => asker.isAdmin || (host.config.pubsubCreation === "everyone" && isMember(host, asker)),
    boundsFor: ({ isAdmin: isUnbound }) => {
      const nodes = isUnbound ? NODES_OF_ADMINS : NODES;
      const nodesOfOne = isUnbound ? nodes : NODES_OF_ONE;
      return { nodes, nodesOfOne, bytes: NODES_OF_ADMINS * BYTES_OF_NODE, bytesOfNode: BYTES_OF_NODE };
    },
    createsOnPublish: true,
    isSecretive: false,
    relationOf: () => ({ seesPresence: false, groups: [] }),
    tell: (notice) => tellSubscribers(host, jid, notice),
  };
}

/** Neither a guest nor somebody from elsewhere. */
function isMember({ domain }: Host, { jid }: Asker): boolean {
  return jid.domain === domain && jid.local !== undefined;
}

/** XEP-0060 §7.1.2; those who were shut out since they subscribed are told no longer. */
async function tellSubscribers(host: Host, from: string, { node, event, subscriptions }: Notice): Promise<void> {
  const { accessModel, notificationType } = node.config;
  const type = notificationType === "headline" ? "headline" : undefined;
  const affiliations = await host.store.pubsub.affiliations(servicePlace(from), node.name);
  const roles = new Map(affiliations.map(({ jid, affiliation }) => [jid, affiliation]));
  for (const { jid } of subscriptions) {
    const role = roles.get(jid.replace(/\/.*$/s, ""));
    const isShutOut =
      role === "outcast" || role === "publish-only" || (accessModel === "whitelist" && role === undefined);
    if (!isShutOut) await host.router.send(eventMessage({ from, to: jid, type, id: host.randomId() }, event));
  }
}
