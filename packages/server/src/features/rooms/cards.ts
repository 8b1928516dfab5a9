import { type Element, NS, resultReply, StanzaError } from "@yonder/protocol";
import type { Request } from "./draft.ts";
import { occupantOf, type Place, type Room } from "./room.ts";
import { refused, type Step } from "./step.ts";

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
  readonly #tell: (room: Room, place: Place, stanza: Element) => void;

  /** `tell`: cards are told when they are found, beside the room's other work. */
  constructor(source: CardSource, tell: (room: Room, place: Place, stanza: Element) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  answer(room: Room, request: Request): Step {
    void this.#answer(room, request);
    return { room, changes: [], effects: [] };
  }

  async #answer(room: Room, request: Request): Promise<void> {
    const place = { jid: request.from.toString(), node: request.node };
    const user = room.occupants.get(request.to.resource ?? "")?.user;
    try {
      const card = user === undefined ? undefined : await this.#source(user, room);
      if (!card) throw new StanzaError("service-unavailable");
      this.#tell(room, place, resultReply(request.stanza, card));
    } catch (error) {
      const refusal =
        error instanceof StanzaError ? error : new StanzaError("internal-server-error", undefined, { type: "wait" });
      for (const effect of refused(room, request, refusal).effects)
        if (effect.kind === "tell") this.#tell(room, place, effect.stanza);
    }
  }
}
