import { NS, StanzaError } from "@yonder/protocol";
import type { Feature, Host, Iq } from "./feature.ts";

/** Turns copies of the account's conversations on and off for a session; the router makes them (router/carbons-rules.ts). */
export const carbons: Feature = {
  name: "carbons",
  specification: "XEP-0280",
  advertises: [NS.carbons, NS.carbonsRules],
  bindFeatures: [NS.carbons],
  start: (host) => ({
    inline: (session, request) => {
      if (request.child("enable", NS.carbons)) session.hasCarbons = true;
      return undefined;
    },
    iq: {
      set: {
        "{urn:xmpp:carbons:2}enable": (iq) => setCarbons(host, iq, true),
        "{urn:xmpp:carbons:2}disable": (iq) => setCarbons(host, iq, false),
      },
    },
  }),
};

async function setCarbons(host: Host, iq: Iq, isOn: boolean): Promise<undefined> {
  // XEP-0280 §4.1 and §5.1
  if (iq.target === "other-account") throw new StanzaError("not-allowed");
  iq.session.hasCarbons = isOn;
  await host.sessions.announce(iq.session);
}
