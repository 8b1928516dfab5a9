import { NS } from "@yonder/protocol";
import type { Feature } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Lets a session ask what became of the messages it sends (docs/outcome.md); the router tells it. */
export const outcome: Feature = {
  name: "outcome",
  specification: NS.outcome,
  advertises: [NS.outcome],
  start: () => ({
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
  }),
};
