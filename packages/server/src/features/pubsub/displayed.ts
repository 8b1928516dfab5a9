import { type Element, NS, withoutChildren, xml } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Feature } from "../feature.ts";
import { accountHome, askerOf } from "./account-home.ts";
import { engineOf } from "./engine.ts";
import { ensurePrivate } from "./private-nodes.ts";

const DISPLAYED = "urn:xmpp:mds:displayed:0";

/** How far a chat was read is published for the user's own devices, along with a message that tells the other side (XEP-0490 §4.5). */
export const displayedSync: Feature = {
  name: "displayed-sync",
  specification: "XEP-0490",
  after: ["pep"],
  advertisesOnAccount: ["urn:xmpp:mds:server-assist:0"],
  start(host) {
    const engine = engineOf(host);
    return {
      relieves(session, message) {
        const displayed = message.childWithNs(DISPLAYED);
        if (!displayed) return message;
        const to = message.attr("to");
        if (to !== undefined && displayed.is("displayed") && message.attr("type") !== "error")
          publish(session, to, displayed).catch((error: unknown) => host.log.debug({ err: error }, "not published"));
        // §7: nobody else learns of it.
        return withoutChildren(message, ({ ns }) => ns === DISPLAYED);
      },
    };

    function publish(session: Session, chat: string, displayed: Element): Promise<unknown> {
      const home = accountHome(host, session.account);
      const owner = askerOf(host, session);
      const items = [xml("item", NS.pubsub, { id: chat }, displayed)];
      return engine.inTurn(home, async () => {
        await ensurePrivate(host, engine, home, owner, DISPLAYED);
        await engine.publishing.publish(home, owner, { node: DISPLAYED, items, options: undefined });
      });
    }
  },
};
