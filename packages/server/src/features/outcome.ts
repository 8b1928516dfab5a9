import { NS, outcomeOf, withAttrs } from "@yonder/protocol";
import type { Feature } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Lets a session ask what becomes of messages (docs/outcome.md). The router says that one was kept or sent, and signals that one was reached. */
export const outcome: Feature = {
  name: "outcome",
  specification: NS.outcome,
  advertises: [NS.outcome],
  start: ({ sessions }) => ({
    iq: {
      set: {
        "{urn:yonder:outcome:0}enable": (iq) => {
          refuseOtherAccounts(iq);
          iq.session.wantsOutcomes = true;
          return undefined;
        },
        "{urn:yonder:outcome:0}disable": (iq) => {
          refuseOtherAccounts(iq);
          iq.session.wantsOutcomes = false;
          return undefined;
        },
      },
    },
    on: {
      signal({ user, signal }) {
        if (!outcomeOf(signal)) return;
        for (const session of sessions.of(user)) {
          if (session.wantsOutcomes) session.send(withAttrs(signal, { to: session.jid.toString() }));
        }
      },
    },
  }),
};
