import { formatDateTime, NS, xml } from "@yonder/protocol";
import type { Feature } from "./feature.ts";
import { refuseOtherAccounts } from "./target.ts";

/** Tells the server's time, in UTC so that it does not tell where the server stands. */
export const time: Feature = {
  name: "time",
  specification: "XEP-0202",
  advertises: [NS.time],
  start: (host) => ({
    iq: {
      get: {
        "{urn:xmpp:time}time": (iq) => {
          refuseOtherAccounts(iq);
          const utc = formatDateTime(new Date(host.clock.now()));
          return xml("time", NS.time, null, xml("tzo", NS.time, null, "+00:00"), xml("utc", NS.time, null, utc));
        },
      },
    },
  }),
};
