import {
  type DataForm,
  dataForm,
  dataFormIn,
  type Element,
  fieldFlag,
  fieldValue,
  NS,
  StanzaError,
  xml,
} from "@yonder/protocol";
import type { NodeSubscription } from "../../store/pubsub.ts";
import type { Host } from "../feature.ts";
import type { Asker, Home } from "./home.ts";
import type { Requests } from "./requests.ts";

const FORM = `${NS.pubsub}#subscribe_authorization`;
/** Owners who are asked, where there are many. */
const MOST_ASKED = 20;

/** XEP-0060 §8.6: asks the owners of a node whether somebody may subscribe. */
export async function askOwners(host: Host, home: Home, { node, jid }: NodeSubscription): Promise<void> {
  const form: DataForm = {
    type: "form",
    formType: FORM,
    title: "Request to subscribe",
    fields: [
      { name: "pubsub#node", type: "text-single", label: "Node", values: [node] },
      { name: "pubsub#subscriber_jid", type: "jid-single", label: "Subscriber", values: [jid] },
      { name: "pubsub#allow", type: "boolean", label: "Allow this subscription?", values: ["0"] },
    ],
  };
  const affiliations = await host.store.pubsub.affiliations(home.place, node);
  const owners = affiliations.filter((it) => it.affiliation === "owner" && it.jid !== home.jid);
  for (const { jid: to } of owners.slice(0, MOST_ASKED)) {
    const attrs = { from: home.jid, to, id: host.randomId() };
    await host.router.send(xml("message", NS.client, attrs, dataForm(form)));
  }
}

/** Whether a message is an owner's answer. */
export function isApproval(stanza: Element): boolean {
  return stanza.name === "message" && stanza.attr("type") !== "error" && dataFormIn(stanza, FORM) !== undefined;
}

/** Lets somebody in, or not, as an owner says. */
export async function approve(host: Host, engine: Requests, home: Home, asker: Asker, stanza: Element): Promise<void> {
  const form = dataFormIn(stanza, FORM);
  if (!form || form.type === "cancel") return;
  const [node, jid, isAllowed] = [
    fieldValue(form, "pubsub#node"),
    fieldValue(form, "pubsub#subscriber_jid"),
    fieldFlag(form, "pubsub#allow"),
  ];
  if (!node || !jid || isAllowed === undefined) throw new StanzaError("bad-request");
  await engine.inTurn(home, async () => {
    await engine.nodes.owned(home, asker, node);
    const asked = await host.store.pubsub.subscriptions(home.place, node);
    if (!asked.some((it) => it.jid === jid && it.state === "pending")) throw new StanzaError("item-not-found");
    const change = xml("subscription", NS.pubsubOwner, { jid, subscription: isAllowed ? "subscribed" : "none" });
    await engine.subscribing.change(home, asker, node, [change]);
  });
}
