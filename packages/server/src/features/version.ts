import { NS, xml } from "@yonder/protocol";
import type { Feature } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Names the software and its version; the operating system is nobody's business (XEP-0092 §5). */
export const version: Feature = {
  name: "version",
  specification: "XEP-0092",
  advertises: [NS.version],
  start: (host) => ({
    iq: {
      get: {
        "{jabber:iq:version}query": (iq) => {
          refuseOtherAccounts(iq);
          const name = xml("name", NS.version, null, "Yonder");
          return xml("query", NS.version, null, name, xml("version", NS.version, null, host.version));
        },
      },
    },
  }),
};
