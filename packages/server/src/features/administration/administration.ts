import { StreamError } from "@yonder/protocol";
import type { Feature } from "../feature.ts";
import { isSignal } from "../signals.ts";
import { accountCommands } from "./account-commands.ts";
import { serverCommands } from "./server-commands.ts";

/** What administrators do with a client of theirs: XEP-0133, as far as there is something to do. */
export const administration: Feature = {
  name: "administration",
  specification: "XEP-0133",
  commands: [...accountCommands, ...serverCommands],
  after: ["commands"],
  start: ({ sessions }) => ({
    on: {
      signal({ user, signal }) {
        if (!isSignal(signal, "ended")) return;
        const resource = signal.attr("resource");
        for (const session of sessions.of(user)) {
          if (resource === undefined || session.jid.resource === resource)
            session.close(new StreamError("policy-violation", "An administrator has ended this session."));
        }
      },
    },
  }),
};
