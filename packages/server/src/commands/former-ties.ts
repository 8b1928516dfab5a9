import { NS, serialize, xml } from "@yonder/protocol";
import type { Account, Store } from "../store/store.ts";

/** Ends what an account is to others, so that a later one of that name is nothing to them: their contact, or somebody in their room. */
export async function endTies(store: Store, domain: string, { id, username }: Account): Promise<void> {
  const address = `${username}@${domain}`;
  for (const { contact } of (await store.roster.load(id)).items) {
    const [name = "", at] = contact.split("@");
    const other = at === domain ? await store.accounts.find(name) : undefined;
    if (other) await endTie(store, other, address);
  }
  for (const room of await store.rooms.affiliated(address)) {
    const opened = await store.rooms.open(room);
    if (opened) await store.rooms.change(opened.tenure, [{ kind: "no-affiliate", jid: address }]);
  }
}

/** RFC 6121 §3.2 and §3.3, both ways. */
async function endTie({ roster }: Store, other: Account, contact: string): Promise<void> {
  for (const type of ["unsubscribe", "unsubscribed"] as const) {
    const text = serialize(xml("presence", NS.client, { from: contact, type }), NS.client);
    await roster.change(other.id, contact, { kind: "inbound", type, xml: text });
  }
}
