import { type DiscoInfo, type DiscoItem, type Element, NS } from "@yonder/protocol";
import type { Feature, Host, Iq } from "../feature.ts";
import { isRosterPush } from "../known-contacts.ts";
import { accountHome, askerOf, emptyHome } from "./account-home.ts";
import { engineOf } from "./engine.ts";
import type { Home } from "./home.ts";
import { type Interest, Interests } from "./interests.ts";
import { LastItems } from "./last-items.ts";
import { takeNews } from "./news.ts";

/** Of XEP-0060 §10; an account's nodes can all of this. */
const FEATURES = [
  ...["access-authorize", "access-open", "access-presence", "access-roster", "access-whitelist", "auto-create"],
  ...["auto-subscribe", "config-node", "config-node-max", "create-and-configure", "create-nodes", "delete-items"],
  ...["delete-nodes", "filtered-notifications", "instant-nodes", "item-ids", "last-published", "manage-subscriptions"],
  ...["member-affiliation", "meta-data", "modify-affiliations", "multi-items", "outcast-affiliation"],
  ...["persistent-items", "presence-subscribe", "publish", "publish-node-full"],
  ...["publish-only-affiliation", "publish-options", "publisher-affiliation", "pubsub-on-a-jid", "purge-nodes"],
  ...["retract-items", "retrieve-affiliations", "retrieve-default", "retrieve-items", "retrieve-subscriptions"],
  ...["rsm", "subscribe", "subscription-notifications"],
].map((name) => `${NS.pubsub}#${name}`);

/** The id of no account. */
const NOBODY = 0;

/** What an account tells its contacts and its own devices: moods, avatars, keys, bookmarks, and what was read how far. */
export const pep: Feature = {
  name: "pep",
  specification: ["XEP-0060", "XEP-0084", "XEP-0163", "XEP-0222", "XEP-0223"],
  after: ["presence"],
  identities: [{ category: "pubsub", type: "pep" }],
  // XEP-0222 §4 and XEP-0223 §5: the server says what all its accounts can.
  advertises: [NS.pubsub, ...FEATURES],
  accountIdentities: [{ category: "pubsub", type: "pep" }],
  advertisesOnAccount: [NS.pubsub, ...FEATURES],
  accountItems: items,
  accountNode: info,
  start(host) {
    const last = new LastItems(host);
    const inBackground = (work: Promise<void>) =>
      void work.catch((error: unknown) => host.log.warn({ err: error }, "not done in the background"));
    const interests = new Interests(host, (session, interest) => inBackground(last.sendAll(session, interest)));
    const newContact = (user: string, contact: string) => {
      for (const session of host.sessions.of(user)) {
        const interest: Interest = interests.of(session);
        if (session.presence && interest.size > 0) inBackground(last.send(session, interest, [contact]));
      }
    };
    // A later account of that name is nothing to nodes that knew the former one.
    const stopListening = host.store.onAccountsChanged(({ kind, username }) => {
      if (kind === "removed") inBackground(host.store.pubsub.forgetPerson(`${username}@${host.domain}`));
    });
    return {
      iq: {
        get: {
          "{http://jabber.org/protocol/pubsub}pubsub": answer,
          "{http://jabber.org/protocol/pubsub#owner}pubsub": answer,
        },
        set: {
          "{http://jabber.org/protocol/pubsub}pubsub": answer,
          "{http://jabber.org/protocol/pubsub#owner}pubsub": answer,
        },
      },
      on: {
        presence({ session, stanza }) {
          if (stanza.attr("to") === undefined) interests.present(session, stanza);
        },
        answer: ({ session, stanza }) => (session ? interests.answered(session, stanza) : undefined),
        signal(event) {
          takeNews(host, event, (session) => interests.of(session));
          const item = isRosterPush(event.signal) ? event.signal.child("item") : undefined;
          const subscription = item?.attr("subscription");
          if (subscription === "to" || subscription === "both") newContact(event.user, item?.attr("jid") ?? "");
        },
      },
      luggage: interests,
      async stop() {
        stopListening();
      },
    };

    async function answer(iq: Iq): Promise<Element | undefined> {
      const type = iq.stanza.attr("type") === "get" ? "get" : "set";
      const home = await homeOf(host, iq);
      return engineOf(host).answer(home, askerOf(host, iq.session), { type, pubsub: iq.payload });
    }
  },
};

/** Of an account that there is not, a home without anything: it answers as one that shows nothing to the asker. */
async function homeOf(host: Host, iq: Iq): Promise<Home> {
  if (iq.target === "server") return emptyHome(host);
  if (iq.target === "own-account") return accountHome(host, iq.session.account);
  const username = iq.to?.local ?? "";
  return accountHome(host, (await host.store.accounts.find(username)) ?? { id: NOBODY, username });
}

async function items(host: Host, iq: Iq, node: string | undefined): Promise<readonly DiscoItem[]> {
  const home = await homeOf(host, iq);
  const { reading } = engineOf(host);
  const asker = askerOf(host, iq.session);
  return node === undefined ? reading.nodes(home, asker) : reading.itemNames(home, asker, node);
}

async function info(host: Host, iq: Iq, node: string): Promise<DiscoInfo> {
  return engineOf(host).reading.info(await homeOf(host, iq), askerOf(host, iq.session), node);
}
