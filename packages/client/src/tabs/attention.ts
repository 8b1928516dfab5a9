import type { Connector } from "../connector.ts";
import type { SearchDoor } from "../search/door.ts";
import type { Pasts } from "../search/pasts.ts";
import type { Message } from "../types.ts";
import type { Unstored } from "./later/written.ts";

/** Whether the user looks at the app, in this tab or in another one of the account (XEP-0352). */
export class Attention {
  readonly #connector: Pick<Connector, "sendClientState" | "check">;
  #isHere = true;
  #isElsewhere = false;

  constructor(connector: Pick<Connector, "sendClientState" | "check">) {
    this.#connector = connector;
  }

  get isGiven(): boolean {
    return this.#isHere || this.#isElsewhere;
  }

  look({ isHere = this.#isHere, isElsewhere = this.#isElsewhere }): void {
    if (isHere === this.#isHere && isElsewhere === this.#isElsewhere) return;
    const was = this.isGiven;
    [this.#isHere, this.#isElsewhere] = [isHere, isElsewhere];
    if (this.isGiven !== was) this.#connector.sendClientState(this.isGiven);
    if (this.isGiven) this.#connector.check();
  }
}

/** What tabs that follow have the engine do in the one that leads. */
export interface OtherTabs {
  /** One of them is in front of the user, or none is any longer. */
  look(isVisible: boolean): void;
  /** The user has seen this conversation to its end. */
  read(peer: string): void;
  /** Sends what they left in the queue, and what they could not store. */
  adopt(unstored?: Unstored): Promise<void>;
  /** Whether its messages are at hand. */
  isOpen(peer: string): boolean;
  /** Where each is in the conversations. */
  readonly pasts: Pasts;
  history(peer: string, past: SearchDoor): readonly Message[];
  loadOlder(peer: string, past: SearchDoor): Promise<boolean>;
}
