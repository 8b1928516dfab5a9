import { dataForm, type Element, NS, parseElement, UNLIMITED, xml } from "@yonder/protocol";
import type { PushRegistration } from "../../store/pushes.ts";
import type { Notice } from "./notice.ts";

export const PUBLISH_OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

/** What a push service is sent (XEP-0357 §7): how many messages wait and who wrote last, not what. */
export function publication(
  { address, node, details }: PushRegistration,
  { count, sender }: Notice,
  { from, id }: { readonly from: string; readonly id: string },
): Element {
  const summary = dataForm({
    type: "submit",
    formType: "urn:xmpp:push:summary",
    fields: [
      { name: "message-count", values: [String(count)] },
      { name: "last-message-sender", values: [sender] },
    ],
  });
  const item = xml("item", NS.pubsub, null, xml("notification", NS.push, null, summary));
  const publish = xml("publish", NS.pubsub, { node: node || undefined }, item);
  const options =
    details === "" ? undefined : xml("publish-options", NS.pubsub, null, parseElement(details, UNLIMITED));
  const attrs = { type: "set", from, to: address, id };
  return xml("iq", NS.client, attrs, xml("pubsub", NS.pubsub, null, publish, options));
}
