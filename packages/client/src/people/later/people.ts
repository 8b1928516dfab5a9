import type { Element } from "@yonder/protocol";
import type { Context } from "../../context.ts";
import type { Roster } from "../../roster.ts";
import type { PeopleState } from "../people-state.ts";
import type { PeopleActions } from "../types.ts";
import { Blocking } from "./blocking.ts";
import { Profiles } from "./profiles.ts";
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
  readonly #profiles: Profiles;

  constructor(tools: Tools) {
    this.#tools = tools;
    this.#blocking = new Blocking(tools);
    const profiles = new Profiles(tools);
    this.#profiles = profiles;
    this.actions = {
      block: (address, report) => this.#blocking.block(address, report),
      unblock: (address) => this.#blocking.unblock(address),
      setName: (name) => profiles.setName(name),
      setPicture: (picture) => profiles.setPicture(picture),
      pushKey: () => pushKey(tools.context),
      beginPush: (subscription) => beginPush(tools.context, subscription),
      endPush: (endpoint) => endPush(tools.context, endpoint),
    };
  }

  /** A new session: what is there? */
  begin(): void {
    this.#profiles.begin();
    this.#tools.attempt("the blocked could not be read", this.#blocking.fetch());
  }

  clear(): void {
    this.#profiles.clear();
  }

  want(address: string): void {
    this.#profiles.want(address);
  }

  stanza(stanza: Element): void {
    if (stanza.name === "iq") this.#blocking.push(stanza);
    else this.#profiles.heard(stanza);
  }
}
