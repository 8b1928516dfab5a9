import { type Element, Jid, StanzaError } from "@yonder/protocol";
import type { Host, Sender, Service } from "../feature.ts";

/** What our users send to guests: messages find them as long as they are here, on whatever node. */
export class GuestService implements Service {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async stanza(stanza: Element, { jid }: Sender): Promise<void> {
    const { domain, directory, router } = this.#host;
    if (stanza.name === "presence") return;
    const to = Jid.parse(stanza.attr("to") ?? "");
    const isForGuest = stanza.name === "message" && to.local !== undefined && jid.domain === domain;
    const registrations = isForGuest ? await directory.lookUp(to.bare) : [];
    if (registrations.length === 0) throw new StanzaError("service-unavailable");
    await router.sendTo(to.bare, stanza, () => true);
  }
}
