import { type Element, NS, StanzaError, withoutChildren } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Feature, Host, Iq } from "../feature.ts";
import { accountHome, askerOf } from "./account-home.ts";
import { AvatarHashes } from "./avatar-hashes.ts";
import { Avatars, photoIn } from "./avatars.ts";
import { CARD, cardOf } from "./cards.ts";
import { Documents } from "./documents.ts";
import { engineOf } from "./engine.ts";

/** A user's card, for everybody to see. Its photo is the avatar that is published at the account's node, and the other way round. */
export const vcard: Feature = {
  name: "vcard",
  specification: ["XEP-0054", "XEP-0153", "XEP-0398"],
  after: ["pep"],
  advertises: [NS.vcardTemp],
  advertisesOnAccount: [NS.vcardTemp, "urn:xmpp:pep-vcard-conversion:0"],
  accountCard: (host, account, jid) => cardOf(host, account, { jid, isAdmin: false }),
  start(host) {
    const engine = engineOf(host);
    const avatars = new Avatars(host, engine);
    const documents = new Documents(host);
    const hashes = new AvatarHashes(host, avatars);
    engine.nodes.onEvent((home, { name }) => {
      if (home.place.kind === "account" && name === NS.avatarMetadata) hashes.renew(home.jid);
    });
    return {
      iq: {
        get: { "{vcard-temp}vCard": (iq) => read(host, iq) },
        set: { "{vcard-temp}vCard": (iq) => write(iq) },
      },
      completes: (session: Session, presence: Element) => hashes.complete(session, presence),
      on: {
        bind: (session) => hashes.expect(session),
        signal: ({ user, signal }) => hashes.hear(user, signal),
        end: ({ jid }) => hashes.forget(jid.bare),
        gap: () => hashes.forgetAll(),
      },
    };

    async function read(host: Host, iq: Iq): Promise<Element> {
      const isOwn = iq.target === "own-account";
      const account = isOwn ? iq.session.account : await host.store.accounts.find(iq.to?.local ?? "");
      // XEP-0054 §3.3: the same answer, whether there is no card or no account.
      const nothing = new StanzaError(isOwn ? "item-not-found" : "service-unavailable");
      if (!account || iq.target === "server") throw nothing;
      const card = await cardOf(host, account, askerOf(host, iq.session));
      if (!card) throw nothing;
      return card;
    }

    async function write(iq: Iq): Promise<undefined> {
      if (iq.target !== "own-account") throw new StanzaError("forbidden");
      const { account } = iq.session;
      const home = accountHome(host, account);
      const photo = photoIn(iq.payload);
      const card = withoutChildren(iq.payload, (child) => child.is("PHOTO", NS.vcardTemp) && photo !== undefined);
      await engine.inTurn(home, async () => {
        await avatars.publish(home, askerOf(host, iq.session), photo);
        await documents.write(account.id, CARD, card);
      });
    }
  },
};
