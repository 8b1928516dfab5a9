import { type Element, NS, StanzaError, xml } from "@yonder/protocol";
import type { Feature, Iq } from "../feature.ts";
import { accountHome, askerOf } from "./account-home.ts";
import { isBookmarks, legacyBookmarks, publishLegacy } from "./bookmark-nodes.ts";
import { Documents } from "./documents.ts";
import { engineOf } from "./engine.ts";

/** What clients keep on the server, whatever it is. Bookmarks among it are those of the account's nodes (XEP-0411). */
export const privateStorage: Feature = {
  name: "private-storage",
  specification: ["XEP-0049", "XEP-0411"],
  after: ["pep"],
  advertises: [NS.privateStorage],
  advertisesOnAccount: [NS.privateStorage, "urn:xmpp:bookmarks-conversion:0"],
  start(host) {
    const engine = engineOf(host);
    const documents = new Documents(host);
    return {
      iq: {
        get: { "{jabber:iq:private}query": get },
        set: { "{jabber:iq:private}query": set },
      },
    };

    async function get(iq: Iq): Promise<Element> {
      const [asked, ...more] = elementsOf(iq);
      // §2.3
      if (!asked || more.length > 0) throw new StanzaError("not-acceptable", "One element, please.");
      const { account } = iq.session;
      const home = accountHome(host, account);
      const kept = await engine.inTurn(home, () =>
        isBookmarks(asked) ? legacyBookmarks(host, home) : documents.read(account.id, nameOf(asked)),
      );
      return xml("query", NS.privateStorage, null, kept ?? xml(asked.name, asked.ns));
    }

    async function set(iq: Iq): Promise<undefined> {
      const elements = elementsOf(iq);
      if (elements.length === 0) throw new StanzaError("not-acceptable");
      const { account } = iq.session;
      const home = accountHome(host, account);
      await engine.inTurn(home, async () => {
        for (const element of elements) {
          if (isBookmarks(element)) await publishLegacy(host, engine, home, askerOf(host, iq.session), element);
          else await documents.write(account.id, nameOf(element), element);
        }
      });
    }
  },
};

function elementsOf(iq: Iq): Element[] {
  if (iq.target !== "own-account") throw new StanzaError("forbidden");
  const elements = iq.payload.elements();
  if (elements.some(({ ns }) => isReserved(ns))) throw new StanzaError("not-acceptable", "The namespace is reserved.");
  return elements;
}

function nameOf({ ns, name }: Element): string {
  return `{${ns}}${name}`;
}

/** §2.3, and what the query itself has. */
function isReserved(ns: string): boolean {
  return ns.startsWith("jabber:") || ns.startsWith("http://jabber.org/") || ns === NS.vcardTemp;
}
