import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

const STATES = ["kept", "sent", "reached"] as const;

/**
 * What became of a message after it was stored: kept until a device of the recipient comes, sent to devices that are here, or
 * acknowledged by one.
 */
export interface MessageOutcome {
  readonly state: (typeof STATES)[number];
  /** The id of the message. */
  readonly id: string;
  /** Its id in the sender's archive. */
  readonly stanzaId?: string | undefined;
  /** How many devices it was handed to. */
  readonly sessions?: number | undefined;
}

/** `<enable/>`, for an iq of type "set". */
export function enableOutcomes(): Element {
  return xml("enable", NS.outcome);
}

export function outcome({ id, stanzaId, state, sessions }: MessageOutcome): Element {
  return xml("outcome", NS.outcome, { id, "stanza-id": stanzaId, state, sessions: sessions?.toString() });
}

export function outcomeOf(message: Element): MessageOutcome | undefined {
  const e = message.child("outcome", NS.outcome);
  const state = STATES.find((known) => known === e?.attr("state"));
  const id = e?.attr("id");
  if (e === undefined || state === undefined || id === undefined) return undefined;
  const sessions = e.attr("sessions");
  return { state, id, stanzaId: e.attr("stanza-id"), sessions: sessions === undefined ? undefined : Number(sessions) };
}
