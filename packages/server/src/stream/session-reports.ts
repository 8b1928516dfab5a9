import type { Element } from "@yonder/protocol";
import type { Awaitable, EndReason, Luggage, Unacknowledged } from "./node-port.ts";
import type { Session } from "./session.ts";
import type { SessionContext } from "./session-context.ts";
import { shortcutFor } from "./session-iq.ts";
import type { Sent } from "./unacked.ts";

// What a session tells the node. Whoever is told may fail: that is logged, and the session goes on.

type Reports = Pick<SessionContext, "events" | "log">;

export function reportStanza(session: Session, stanza: Element, context: Reports): Awaitable<void> {
  const shortcut = shortcutFor(stanza);
  if (shortcut) return shortcut.kind === "reply" ? session.send(shortcut.element) : undefined;
  try {
    return context.events.stanza(session, stanza);
  } catch (error) {
    reportBug(session, error, context);
  }
}

export function reportReached(session: Session, sent: readonly Sent[], context: Reports): void {
  const { events } = context;
  const highest = sent.reduce((max, { archiveId = 0 }) => Math.max(max, archiveId), 0);
  try {
    for (const { archiveId, reachedTo } of sent) if (archiveId) events.reached(session, archiveId, reachedTo);
    if (highest > 0) events.acknowledged(session, highest);
  } catch (error) {
    reportBug(session, error, context);
  }
}

export async function reportEnd(
  session: Session,
  reason: EndReason,
  unacknowledged: readonly Unacknowledged[],
  context: Reports,
): Promise<void> {
  try {
    await context.events.end(session, reason, unacknowledged);
  } catch (error) {
    context.log.error({ err: error, session: session.id }, "ending a session failed");
  }
}

export function reportBug(session: Session, error: unknown, { log }: Reports): void {
  log.error({ err: error, session: session.id }, "handling a stanza failed");
}

/** Undefined: it failed. */
export async function reportDeparture(session: Session, context: Reports): Promise<Luggage | undefined> {
  try {
    return await context.events.depart(session);
  } catch (error) {
    context.log.error({ err: error, session: session.id }, "handing a session over failed");
    return undefined;
  }
}
