import type { Jid } from "@yonder/protocol";
import { accountPlace, servicePlace } from "../../store/pubsub.ts";
import type { Account, Standing } from "../../store/store.ts";
import type { Session } from "../../stream/session.ts";
import type { Host } from "../feature.ts";
import type { Asker, Bounds, Home, Relation } from "./home.ts";
import { tellContacts } from "./news.ts";
import { accountDefaults } from "./node-config.ts";

/** What an account may have. */
const NODES = 1_000;
const BYTES = 64 * 1_024 * 1_024;
const bounds: Bounds = { nodes: NODES, nodesOfOne: NODES, bytes: BYTES, bytesOfNode: BYTES };

/** The nodes of an account (XEP-0163 §2): its owner does with them as they like, and its contacts read. */
export function accountHome(host: Host, { id, username }: Pick<Account, "id" | "username">): Home {
  const bare = `${username}@${host.domain}`;
  const place = accountPlace(id);
  const owns = ({ jid }: Asker) => jid.bare === bare;
  return {
    place,
    jid: bare,
    defaults: accountDefaults,
    owns,
    mayCreate: owns,
    boundsFor: () => bounds,
    createsOnPublish: true,
    isSecretive: true,
    async relationOf(contact) {
      const relation = relationIn(await host.store.roster.find(id, contact));
      return { ...relation, seesPresence: relation.seesPresence || contact === bare };
    },
    tell: (notice) => tellContacts(host, { id, bare, place }, notice),
  };
}

/** What a contact is to the one in whose roster it stands like this. */
export function relationIn(item: Pick<Standing, "subscription" | "groups"> | undefined): Relation {
  const seesPresence = item?.subscription === "from" || item?.subscription === "both";
  return { seesPresence, groups: item?.groups ?? [] };
}

/** The server's own, which has no nodes: it names the feature for its accounts (XEP-0223 §5). */
export function emptyHome(host: Host): Home {
  return {
    place: servicePlace(host.domain),
    jid: host.domain,
    defaults: accountDefaults,
    owns: () => false,
    mayCreate: () => false,
    boundsFor: () => bounds,
    createsOnPublish: false,
    isSecretive: false,
    relationOf: () => ({ seesPresence: false, groups: [] }),
    tell: async () => undefined,
  };
}

/** A session that asks for something. */
export function askerOf(host: Host, { jid, account }: Pick<Session, "jid" | "account">): Asker {
  return { jid, isAdmin: account.isAdmin || host.config.admins.includes(jid.bare) };
}

/** The account's owner, for what the server does on their behalf. */
export function ownerAsker(jid: Jid): Asker {
  return { jid, isAdmin: false };
}
