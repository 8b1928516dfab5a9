import { type Element, type Jid, NS, originIdOf, serialize } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Directory } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import { stamped } from "./archived-stanza.ts";
import { andThen } from "./awaitable.ts";
import { isCarbonCopied } from "./carbons-rules.ts";
import type { Courier } from "./courier.ts";
import { withoutForgeries } from "./forgeries.ts";
import type { Delivery } from "./route.ts";
import { refuse, type Services } from "./services.ts";
import { storagePolicy } from "./storage-rules.ts";

interface Parts {
  readonly domain: string;
  readonly store: Store;
  readonly directory: Directory;
  readonly courier: Courier;
  readonly services: Services;
  readonly log: Logger;
}

/**
 * The way of a session's stanzas to services. What a service has taken of messages is in the sender's archive, and their other devices see it
 * (XEP-0313 §6, XEP-0280 §7).
 */
export class Outward {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Hands it over in the same breath; what there is no service for is refused. */
  take(session: Session, stanza: Element, to: Jid): Awaitable<void> {
    const { services } = this.#parts;
    const answer = (error: Element) => session.send(error);
    const taken = services.take(stanza, to.domain, { jid: session.jid, session }, answer);
    return andThen(taken, (outcome) => {
      if (outcome === "nobody") return refuse(session, stanza, "remote-server-not-found");
      if (outcome === "taken" && isCopied(stanza)) return this.#keep(session, stanza, to);
    });
  }

  /** Never rejects: the service has the message, whatever becomes of the copies. */
  async #keep(session: Session, raw: Element, to: Jid): Promise<void> {
    const { domain, log } = this.#parts;
    // Guests have no archive.
    if (session.jid.domain !== domain) return;
    const stanza = withoutForgeries(raw, domain, to);
    try {
      const archiveId = await this.#archive(session, stanza, to);
      if (archiveId !== "repeated") await this.#copy(session, stanza, archiveId);
    } catch (error) {
      log.warn({ err: error, session: session.id }, "no copies of a message to a service");
    }
  }

  /** Returns its archive id, if it is kept. */
  async #archive(session: Session, stanza: Element, to: Jid): Promise<number | undefined | "repeated"> {
    if (!storagePolicy(stanza).shouldArchive) return undefined;
    const result = await this.#parts.store.archive.accept({
      from: session.account.id,
      toUsername: undefined,
      senderPeer: to.bare,
      recipientPeer: session.jid.bare,
      xml: serialize(stanza, NS.client),
      originId: originIdOf(stanza),
      isPending: false,
    });
    if (result.kind === "duplicate") return "repeated";
    return result.kind === "accepted" ? result.id : undefined;
  }

  async #copy({ jid }: Session, stanza: Element, archiveId: number | undefined): Promise<void> {
    if (!isCarbonCopied(stanza, "sent")) return;
    const { directory, courier } = this.#parts;
    const copy = archiveId === undefined ? stanza : stamped(stanza, jid.bare, archiveId);
    await andThen(directory.lookUp(jid.bare), (registrations) => {
      const copies = registrations
        .filter(({ resource, presence }) => presence.hasCarbons && resource !== jid.resource)
        .map(({ resource }): Delivery => ({ kind: "carbon-sent", resource }));
      courier.post({ to: jid.bare, stanza: copy }, copies, registrations);
    });
  }
}

/** What a room is sent comes back from it to all of its occupants' devices. */
function isCopied(stanza: Element): boolean {
  const type = stanza.attr("type");
  return stanza.name === "message" && type !== "groupchat" && type !== "error";
}
