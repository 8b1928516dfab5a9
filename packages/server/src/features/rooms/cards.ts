import { type Element, NS, resultReply, StanzaError } from "@yonder/protocol";
import type { Request } from "./draft.ts";
import type { Errands } from "./errands.ts";
import { occupantOf, type Room } from "./room.ts";
import type { Step } from "./step.ts";

/** Whose card, by bare address, as somebody at the room's address may see it. */
export type CardSource = (user: string, room: Room) => Promise<Element | undefined>;

/** A request for the vCard of somebody else who is in the room, by somebody who is. */
export function isCardRequest(room: Room, { stanza, to, from }: Request): boolean {
  if (stanza.name !== "iq" || stanza.attr("type") !== "get" || to.resource === undefined) return false;
  if (!stanza.child("vCard", NS.vcardTemp)) return false;
  return room.occupants.has(to.resource) && occupantOf(room, from) !== undefined;
}

/** Answers for occupants with their cards, as their account would: a client knows nothing of it (XEP-0045 §17.4, XEP-0153 §3.2). */
export class Cards {
  readonly #source: CardSource;
  readonly #errands: Errands;

  constructor(source: CardSource, errands: Errands) {
    this.#source = source;
    this.#errands = errands;
  }

  answer(room: Room, request: Request): Step {
    const user = room.occupants.get(request.to.resource ?? "")?.user;
    return this.#errands.run(room, request, async () => {
      const card = user === undefined ? undefined : await this.#source(user, room);
      if (!card) throw new StanzaError("service-unavailable");
      return [resultReply(request.stanza, card)];
    });
  }
}
