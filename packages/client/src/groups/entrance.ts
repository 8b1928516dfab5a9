import { type Element, NS, xml } from "@yonder/protocol";
import { bareOf } from "../address.ts";
import { Backoff } from "../backoff.ts";
import type { Context } from "../context.ts";
import { readFailure, StanzaFailure } from "../requests.ts";
import type { GroupRefusal, GroupState } from "./types.ts";
import { joinPresence, leavePresence, type OccupantPresence } from "./wire.ts";

/** How long a room may take to let us in, and how long between attempts at most, ms. */
const TIMEOUT = 30_000;
const LONGEST_WAIT = 300_000;
/** A room that says nothing for so long is asked whether we are still in it, ms (XEP-0410 §3). */
const SILENCE = 600_000;
/** Names that are tried when ours is taken. */
const MAX_NICKS = 9;

export interface EntranceHandlers {
  changed(): void;
  /** We are inside. `isNew`: the room did not exist before, and is ours. */
  entered(isNew: boolean): void;
  /** What we said may not have been heard: we were outside. */
  lost(): void;
  moved(to: string): void;
}

const REFUSALS: Readonly<Record<string, GroupRefusal>> = {
  "registration-required": "members-only",
  forbidden: "banned",
  "not-authorized": "password",
  gone: "gone",
  "item-not-found": "gone",
  "not-allowed": "gone",
};

/** Our way into one room, and back into it whatever happened (XEP-0045 §7.2, §7.14, XEP-0410). */
export class Entrance {
  state: GroupState = { kind: "out" };
  /** The name that we are there under, or try to be. */
  nick: string;
  password: string | undefined;
  readonly #room: string;
  readonly #context: Context;
  readonly #handlers: EntranceHandlers;
  readonly #backoff = new Backoff(Math.random, LONGEST_WAIT);
  #wish = false;
  #name: string;
  #taken = 0;
  #cancelTimer: () => void = () => {};
  #cancelCheck: () => void = () => {};
  #isChecking = false;
  /** It was to be tried while there was no connection. */
  #isDue = false;

  constructor(room: string, nick: string, context: Context, handlers: EntranceHandlers) {
    this.#room = room;
    this.#name = nick;
    this.nick = nick;
    this.#context = context;
    this.#handlers = handlers;
  }

  get isIn(): boolean {
    return this.state.kind === "in";
  }

  /** Goes in and stays in, until told otherwise or refused. */
  enter(): void {
    this.#wish = true;
    if (this.state.kind !== "out") return;
    this.#set({ kind: "joining" });
    this.#try();
  }

  /** There is a connection again: what it held up is done now. */
  goOn(): void {
    if (this.#isDue) this.#try();
  }

  /** Under another name from now on. */
  rename(nick: string): void {
    this.#name = nick;
    this.#taken = 0;
    if (!this.isIn) this.nick = nick;
  }

  leave(): void {
    if (this.state.kind !== "out") this.#context.send(leavePresence(this.#room, this.nick));
    this.stop();
  }

  /** Does nothing more. */
  stop(): void {
    this.#wish = false;
    this.#cancel();
    this.state = { kind: "out" };
  }

  /** A new session: the room does not know it. */
  restart(): void {
    this.#cancel();
    this.state = { kind: "out" };
    if (this.#wish) this.enter();
  }

  /** Asks the room whether we are still in it (XEP-0410 §3.1). */
  async check(): Promise<void> {
    if (!this.isIn || this.#isChecking) return;
    this.#isChecking = true;
    try {
      await this.#context.request("get", xml("ping", NS.ping), `${this.#room}/${this.nick}`);
      this.heard();
    } catch (cause) {
      if (cause instanceof StanzaFailure && cause.condition === "not-acceptable") this.again();
      else if (cause instanceof StanzaFailure) this.heard();
    } finally {
      this.#isChecking = false;
    }
  }

  /** The room spoke to us: we are in. */
  heard(): void {
    if (!this.isIn) return;
    this.#cancelCheck();
    this.#cancelCheck = this.#context.clock.after(SILENCE, () => void this.check());
  }

  /** We are outside without having wanted it: in again, and what was said meanwhile counts. */
  again(): void {
    if (!this.#wish || this.state.kind === "joining") return;
    this.#cancel();
    this.#handlers.lost();
    this.#set({ kind: "joining" });
    this.#later();
  }

  /** A presence that is about ourselves (status 110). */
  own(presence: OccupantPresence): void {
    if (!presence.isGone) return this.#isInside(presence);
    if (presence.codes.has("303")) {
      this.nick = presence.newNick ?? this.nick;
      return;
    }
    if (this.state.kind === "out") return;
    if (presence.destroyed?.alternative) return this.#handlers.moved(presence.destroyed.alternative);
    const reason = refusalOf(presence);
    if (reason) this.#refused(reason);
    else this.again();
  }

  /** A presence of type error. */
  error(stanza: Element): void {
    if (this.state.kind !== "joining") return;
    const { condition } = readFailure(stanza);
    if (condition === "conflict" && this.#taken < MAX_NICKS) {
      this.#taken += 1;
      this.nick = `${this.#name} ${this.#taken + 1}`;
      return this.#try();
    }
    const elsewhere = movedTo(stanza);
    if (elsewhere) return this.#handlers.moved(elsewhere);
    const reason = REFUSALS[condition];
    if (reason) this.#refused(reason);
    else this.#later();
  }

  /** There is no such room any more, though it let us in: it has just been made by our coming. */
  vanished(): void {
    this.#refused("gone");
  }

  #isInside({ nick, codes }: OccupantPresence): void {
    const wasIn = this.isIn;
    this.nick = nick;
    if (wasIn) return this.#handlers.changed();
    if (!this.#wish) return;
    this.#cancel();
    this.#backoff.reset();
    this.#taken = 0;
    this.#set({ kind: "in" });
    this.heard();
    this.#handlers.entered(codes.has("201"));
  }

  #try(): void {
    this.#cancelTimer();
    this.#isDue = !this.#context.send(joinPresence(this.#room, this.nick, this.password));
    if (this.#isDue) return;
    this.#cancelTimer = this.#context.clock.after(TIMEOUT, () => this.#later());
  }

  #later(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#context.clock.after(this.#backoff.next(), () => this.#try());
  }

  #refused(reason: GroupRefusal): void {
    this.#cancel();
    this.#set({ kind: "out", reason });
  }

  #set(state: GroupState): void {
    this.state = state;
    this.#handlers.changed();
  }

  #cancel(): void {
    this.#isDue = false;
    this.#cancelTimer();
    this.#cancelCheck();
  }
}

/** Whether a room that shows us out wants us to stay outside; without a reason of that kind we come again (§7.14, §9.1, §10.9). */
function refusalOf({ codes, destroyed }: OccupantPresence): GroupRefusal | undefined {
  if (destroyed) return "gone";
  if (codes.has("332") || codes.has("333")) return undefined;
  if (codes.has("301")) return "banned";
  return codes.has("307") || codes.has("321") || codes.has("322") ? "removed" : undefined;
}

/** RFC 6120 §8.3.3.5: the address in "gone" is where the room is now. */
function movedTo(stanza: Element): string | undefined {
  const gone = stanza.child("error")?.child("gone", NS.stanzas)?.text ?? "";
  const address = bareOf(gone.replace(/^xmpp:/, "").replace(/\?.*$/, ""));
  return address.includes("@") ? address : undefined;
}
