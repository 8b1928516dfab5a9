import { type Element, StanzaError } from "@yonder/protocol";
import type { Request } from "./draft.ts";
import type { Place, Room } from "./room.ts";
import { refused, type Step } from "./step.ts";

/** Questions of one session that wait for their answers. */
const MOST_WAITING = 200;

/** The questions of one session. */
interface Line {
  length: number;
  end: Promise<void>;
}

/** Answers that have to be looked for, beside a room's other work: for each session one after the other. */
export class Errands {
  readonly #tell: (room: Room, place: Place, stanza: Element) => void;
  readonly #lines = new Map<string, Line>();

  /** `tell`: answers are told when they are found. */
  constructor(tell: (room: Room, place: Place, stanza: Element) => void) {
    this.#tell = tell;
  }

  /** Looks for an answer; the room goes on meanwhile. */
  run(room: Room, request: Request, find: () => Promise<readonly Element[]>): Step {
    const asker = request.from.toString();
    const line = this.#lines.get(asker) ?? { length: 0, end: Promise.resolve() };
    if (line.length >= MOST_WAITING)
      return refused(room, request, new StanzaError("resource-constraint", "These are too many questions at once."));
    line.length += 1;
    line.end = line.end.then(() => this.#answer(room, request, find)).finally(() => this.#leave(asker, line));
    this.#lines.set(asker, line);
    return { room, changes: [], effects: [] };
  }

  #leave(asker: string, line: Line): void {
    line.length -= 1;
    if (line.length === 0) this.#lines.delete(asker);
  }

  async #answer(room: Room, request: Request, find: () => Promise<readonly Element[]>): Promise<void> {
    const place = { jid: request.from.toString(), node: request.node };
    try {
      for (const stanza of await find()) this.#tell(room, place, stanza);
    } catch (error) {
      const refusal =
        error instanceof StanzaError ? error : new StanzaError("internal-server-error", undefined, { type: "wait" });
      for (const effect of refused(room, request, refusal).effects)
        if (effect.kind === "tell") this.#tell(room, place, effect.stanza);
    }
  }
}
