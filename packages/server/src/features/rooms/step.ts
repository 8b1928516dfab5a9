import { StanzaError } from "@yonder/protocol";
import { type Change, Draft, type Effect, type Request, refusal } from "./draft.ts";
import { absent, present } from "./entrance.ts";
import { iq } from "./iqs.ts";
import { leave } from "./leaving.ts";
import { bounced, message } from "./messages.ts";
import { occupantOf, type Room } from "./room.ts";

/** What became of a stanza: the room as it is from then on, what is to be kept of that, and what follows when it is. */
export interface Step {
  readonly room: Room;
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
}

/** Takes a stanza that came to the room (XEP-0045): a pure function. What is refused leaves the room as it is. */
export function step(room: Room, request: Request): Step {
  const d = new Draft(room, request);
  try {
    take(d);
    return { room: d.room, changes: d.changes, effects: d.effects };
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    return refused(room, request, error);
  }
}

/** A step that leaves the room as it is, and says why. */
export function refused(room: Room, request: Request, error: StanzaError): Step {
  const d = new Draft(room, request);
  const answer = refusal(request.stanza, error, room.jid.bare);
  if (answer) d.reply(answer);
  return { room, changes: [], effects: d.effects };
}

function take(d: Draft): void {
  const { name } = d.request.stanza;
  if (name === "message") return message(d);
  if (name === "iq") return iq(d);
  presence(d);
}

/** Other types than these mean nothing to a room (§17.3). */
function presence(d: Draft): void {
  const type = d.request.stanza.attr("type");
  if (type === undefined) return present(d);
  if (type === "unavailable") return absent(d);
  if (type === "error") bounced(d);
}

/** Sessions that are known to be gone without having said so (§11.1). */
export function lost(room: Room, request: Request, status = 333): Step {
  const d = new Draft(room, request);
  const occupant = occupantOf(room, request.from);
  if (occupant) leave(d, occupant, request.from.toString(), { statuses: [status] });
  return { room: d.room, changes: d.changes, effects: d.effects };
}

export function isDestroying({ changes }: Step): boolean {
  return changes.some(({ kind }) => kind === "destroy");
}

export function isPosting({ effects }: Step): boolean {
  return effects.some(({ kind }) => kind === "publish");
}

/** It changes nothing of the room itself. */
export function isPlain({ effects, changes }: Step): boolean {
  return (
    changes.length === 0 &&
    effects.every((effect) => effect.kind !== "publish" || (!effect.post.isSubject && !effect.post.retracts))
  );
}
