import type { Feature, Host } from "../feature.ts";
import { RoomsService } from "./rooms-service.ts";

/** Chat rooms at conference.DOMAIN: XEP-0045 with an archive for each (XEP-0313). */
export const rooms: Feature = {
  name: "rooms",
  specification: ["XEP-0045", "XEP-0249", "XEP-0410", "XEP-0421", "XEP-0424", "XEP-0425", "XEP-0486"],
  after: ["presence"],
  items: (host) => [{ jid: domainOf(host), name: "Rooms" }],
  start: async (host) => {
    const service = await RoomsService.open(host, domainOf(host));
    return {
      services: { [domainOf(host)]: service },
      on: {
        end: (session) => service.ended(session),
        gap: () => service.gap(),
      },
      luggage: service,
      stop: () => service.stop(),
    };
  },
};

function domainOf({ domain }: Host): string {
  return `conference.${domain}`;
}
