import type { Element } from "@yonder/protocol";
import type { Context } from "../../context.ts";
import type { Roster } from "../../roster.ts";
import type { PeopleState } from "../people-state.ts";
import type { PeopleActions } from "../types.ts";
import { Blocking } from "./blocking.ts";
import { beginPush, endPush, pushKey } from "./web-push.ts";

/** What the rooms here work with. */
export interface Tools {
  readonly context: Context;
  readonly roster: Roster;
  readonly state: PeopleState;
  readonly attempt: (event: string, action: Promise<unknown>) => void;
}

/** All about people that is not needed to read and write a first message. */
export class People {
  readonly actions: PeopleActions;
  readonly #tools: Tools;
  readonly #blocking: Blocking;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#blocking = new Blocking(tools);
    this.actions = {
      block: (address, report) => this.#blocking.block(address, report),
      unblock: (address) => this.#blocking.unblock(address),
      pushKey: () => pushKey(tools.context),
      beginPush: (subscription) => beginPush(tools.context, subscription),
      endPush: (endpoint) => endPush(tools.context, endpoint),
    };
  }

  /** A new session: what is there? */
  begin(): void {
    this.#tools.attempt("the blocked could not be read", this.#blocking.fetch());
  }

  clear(): void {}

  stanza(stanza: Element): void {
    if (stanza.name === "iq") this.#blocking.push(stanza);
  }
}
