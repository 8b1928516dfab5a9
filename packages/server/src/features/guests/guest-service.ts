import { type Element, Jid, NS, outcome, StanzaError, xml } from "@yonder/protocol";
import { storagePolicy } from "../../router/storage-rules.ts";
import type { Host, Sender, Service } from "../feature.ts";
import type { DeskRooms } from "./desk-rooms.ts";

/** What our users, and the rooms of desks, send to guests: messages find them on whatever node. */
export class GuestService implements Service {
  readonly #host: Host;
  readonly #rooms: DeskRooms;

  constructor(host: Host, rooms: DeskRooms) {
    this.#host = host;
    this.#rooms = rooms;
  }

  async stanza(stanza: Element, sender: Sender): Promise<void> {
    if (stanza.name === "presence") return;
    const to = Jid.parse(stanza.attr("to") ?? "");
    if (stanza.name !== "message" || to.local === undefined) throw new StanzaError("service-unavailable");
    if (this.#rooms.isAtRooms(sender.jid)) return this.#fromRoom(stanza, to);
    if (sender.jid.domain !== this.#host.domain) throw new StanzaError("service-unavailable");
    await this.#fromMember(stanza, to, sender);
  }

  /** Who is not here reads it in the member's archive, if they come back. */
  async #fromMember(stanza: Element, to: Jid, { session }: Sender): Promise<void> {
    const { directory, router } = this.#host;
    const registrations = await directory.lookUp(to.bare);
    if (registrations.length > 0) return router.sendTo(to.bare, stanza, () => true);
    if (!storagePolicy(stanza).shouldArchive) throw new StanzaError("service-unavailable");
    if (session?.wantsOutcomes) session.send(keptMessage(stanza, session.jid.toString()));
  }

  /** Not here: the room is told, and takes the guest out; what it goes on to say they read in its archive. */
  async #fromRoom(stanza: Element, to: Jid): Promise<void> {
    const { directory, router } = this.#host;
    const isThere = (registration: { readonly resource: string }) => registration.resource === to.resource;
    if (!(await directory.lookUp(to.bare)).some(isThere)) throw new StanzaError("service-unavailable");
    for (const told of this.#rooms.asDesk(stanza, to)) await router.sendTo(to.bare, told, isThere);
  }
}

/** docs/outcome.md: nobody is here who would have it now. */
export function keptMessage(message: Element, to: string): Element {
  const from = Jid.parse(message.attr("to") ?? "").bare;
  const content = outcome({ id: message.attr("id") ?? "", state: "kept" });
  return xml("message", NS.client, { from, to, type: "headline" }, content);
}
