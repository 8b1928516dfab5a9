import { NS } from "@yonder/protocol";
import type { Feature } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Answers a client that asks whether the server still is there. */
export const ping: Feature = {
  name: "ping",
  specification: "XEP-0199",
  advertises: [NS.ping],
  start: () => ({
    iq: {
      get: {
        "{urn:xmpp:ping}ping": (iq) => {
          refuseOtherAccounts(iq);
          return undefined;
        },
      },
    },
  }),
};
