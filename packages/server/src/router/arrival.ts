import { carbonReceived, carbonSent, type Element, Jid } from "@yonder/protocol";
import type { Registration } from "../directory/directory.ts";
import type { ArchivedMessage } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import { archivedStanza } from "./archived-stanza.ts";
import { isCarbonCopied } from "./carbons-rules.ts";
import type { Arrival } from "./intake.ts";
import { type Delivery, messageType, routeMessage } from "./route.ts";

/** A message that should have come from another node, if this session is among those that get it. */
export function missed(
  session: Session,
  message: ArchivedMessage,
  registrations: readonly Registration[],
): Arrival | undefined {
  const arrival = late(session, message);
  const { stanza } = arrival;
  const target = Jid.tryParse(stanza.attr("to") ?? "")?.resource;
  const { deliveries } = routeMessage(
    messageType(stanza.attr("type")),
    target,
    registrations,
    isCarbonCopied(stanza),
  );
  const delivery = deliveries.find(({ resource }) => resource === session.jid.resource);
  return delivery && { ...arrival, stanza: shaped(session, stanza, delivery.kind) };
}

/** Who sent it may be waiting still to hear that it arrived; nobody here knows, so they are told. */
export function late(session: Session, message: ArchivedMessage): Arrival {
  const stanza = archivedStanza(message, session.jid.bare);
  const user = Jid.tryParse(stanza.attr("from") ?? "")?.bare;
  const id = stanza.attr("id");
  const reachedTo = user !== undefined && id !== undefined ? { user, id } : undefined;
  return { stanza, archiveId: message.id, reachedTo };
}

/** A stanza as a session is given it. */
export function shaped(session: Session, stanza: Element, kind: Delivery["kind"]): Element {
  if (kind === "deliver") return stanza;
  return kind === "carbon-sent" ? carbonSent(stanza, session.jid) : carbonReceived(stanza, session.jid);
}

