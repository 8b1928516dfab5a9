import { NS } from "@yonder/protocol";
import { servicePlace } from "../../store/pubsub.ts";
import { isAdmin } from "../ad-hoc/command.ts";
import type { Feature, Host, Sender } from "../feature.ts";
import { type ServiceIq, ServiceIqs } from "../service-iqs.ts";
import { approve, isApproval } from "./approvals.ts";
import { engineOf } from "./engine.ts";
import { eventMessage } from "./events.ts";
import type { Asker, Home, Notice } from "./home.ts";
import { serviceDefaults } from "./node-config.ts";

const NAME = "Publish-Subscribe";
/** Of XEP-0060 §10. */
const FEATURES = [
  ...["access-open", "config-node", "config-node-max", "create-and-configure", "create-nodes", "delete-items"],
  ...["delete-nodes", "instant-nodes", "item-ids", "last-published", "manage-subscriptions", "member-affiliation"],
  ...["meta-data", "modify-affiliations", "multi-items", "outcast-affiliation", "persistent-items", "publish"],
  ...["publish-node-full", "publish-only-affiliation", "publish-options", "publisher-affiliation", "purge-nodes"],
  ...["retract-items", "retrieve-affiliations", "retrieve-default", "retrieve-items", "retrieve-subscriptions", "rsm"],
  ...["subscribe", "subscription-notifications"],
].map((name) => `${NS.pubsub}#${name}`);

/** Nodes that belong to no account, for news and the like: administrators make them, at pubsub.DOMAIN. */
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
    return {
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
    mayCreate: (asker) => asker.isAdmin,
    createsOnPublish: true,
    isSecretive: false,
    relationOf: () => ({ seesPresence: false, groups: [] }),
    tell: (notice) => tellSubscribers(host, jid, notice),
  };
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
