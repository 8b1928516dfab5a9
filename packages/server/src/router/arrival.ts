import { carbonReceived, carbonSent, type Element, Jid, NS } from "@yonder/protocol";
import type { PresenceSummary, Registration } from "../directory/directory.ts";
import { timeOf } from "../store/archive-id.ts";
import type { ArchivedMessage } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import { archivedStanza, delayedStanza } from "./archived-stanza.ts";
import { isCarbonCopied } from "./carbons-rules.ts";
import type { Arrival } from "./intake.ts";
import { type Delivery, messageType, type Resource, routeMessage, takesMessages } from "./route.ts";
import { summaryOf } from "./sessions.ts";

/** Whether a session has begun, or ceased, to take messages. */
export function isOpenFor(session: Session): boolean {
  return takesMessages({ presence: summaryOf(session) });
}

/** A message that should have come from another node, if this session is among those that get it; `since`: see {@link late}. */
export function missed(
  session: Session,
  message: ArchivedMessage,
  registrations: readonly Registration[],
  since?: number,
): Arrival | undefined {
  const arrival = late(session, message, since);
  const delivery = deliveryTo(session, arrival.stanza, registrations);
  return delivery && { ...arrival, stanza: shaped(session, arrival.stanza, delivery.kind) };
}

/** What a session gets of a message whose sender's node did not know of it, where the other sessions of its user on this node are these. */
export function unlisted(session: Session, stanza: Element, sessions: readonly Session[]): Delivery | undefined {
  if (stanza.attr("to") === undefined || stanza.attr("from") === session.jid.toString()) return undefined;
  const here = sessions.map((one): Resource => ({ resource: one.jid.resource ?? "", presence: summaryOf(one) }));
  const target = Jid.tryParse(stanza.attr("to") ?? "")?.resource;
  const isElsewhere = target !== undefined && !here.some(({ resource }) => resource === target);
  return deliveryTo(session, stanza, isElsewhere ? [...here, { resource: target, presence: SOMEWHERE }] : here);
}

const SOMEWHERE: PresenceSummary = { isAvailable: false, priority: 0, hasCarbons: false, isInterested: false };

function deliveryTo(session: Session, stanza: Element, resources: readonly Resource[]): Delivery | undefined {
  const target = Jid.tryParse(stanza.attr("to") ?? "")?.resource;
  const { deliveries } = routeMessage(messageType(stanza.attr("type")), target, resources, isCarbonCopied(stanza));
  return deliveries.find(({ resource }) => resource === session.jid.resource);
}

/**
 * A message out of the archive. It says that it is late, unless it was accepted while the session took messages already: `since`, in
 * Unix milliseconds. Who sent it may be waiting still to hear that it arrived; nobody here knows, so they are told.
 */
export function late(session: Session, message: ArchivedMessage, since = Number.POSITIVE_INFINITY): Arrival {
  const owner = session.jid.bare;
  const isLate = timeOf(message.id).getTime() < since;
  const stanza = isLate ? delayedStanza(message, owner) : archivedStanza(message, owner);
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

/** Whether it is addressed to this session and no other. */
export function isForAlone(session: Session, { stanza }: { readonly stanza: Element }): boolean {
  return stanza.attr("to") === session.jid.toString() && !isCarbon(stanza);
}

function isCarbon(stanza: Element): boolean {
  return stanza.childWithNs(NS.carbons)?.is("received", NS.carbons) === true;
}
