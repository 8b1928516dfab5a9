import { chatStateOf, type Element } from "@yonder/protocol";
import type { Context } from "./context.ts";
import type { Source } from "./message-parser.ts";
import { chatStateMessage } from "./outgoing.ts";
import { randomId } from "./random.ts";
import type { ConversationKind } from "./types.ts";

/** They stopped without saying so: after this, ms. */
const FORGOTTEN = 30_000;
/** We paused: after this, ms. */
const PAUSE = 5_000;
const MAX_TYPING = 50;

/** Who writes at the moment (XEP-0085), there and here. */
export class Typing {
  readonly #context: Context;
  readonly #show: (peer: string, isTyping: boolean) => void;
  /** Who may learn that we write: contacts who are here, and groups. */
  readonly #mayTell: (peer: string) => boolean;
  readonly #kindOf: (peer: string) => ConversationKind;
  readonly #theirs = new Map<string, () => void>();
  #own: { peer: string; cancel: () => void } | undefined;

  constructor(
    context: Context,
    show: (peer: string, isTyping: boolean) => void,
    mayTell: (peer: string) => boolean,
    kindOf: (peer: string) => ConversationKind,
  ) {
    this.#context = context;
    this.#show = show;
    this.#mayTell = mayTell;
    this.#kindOf = kindOf;
  }

  clear(): void {
    for (const cancel of this.#theirs.values()) cancel();
    this.#theirs.clear();
    this.#own?.cancel();
    this.#own = undefined;
  }

  /** A live message of theirs: with a state, or with a text, which ends the writing. */
  heard(peer: string, stanza: Element, source: Source): void {
    const state = chatStateOf(stanza);
    const isTyping = state === "composing" && source !== "archive";
    if (state || stanza.child("body")) this.#set(peer, isTyping);
  }

  gone(peer: string): void {
    this.#set(peer, false);
  }

  /** We write, or stopped: told once, and again after a pause. */
  setOwn(peer: string, isTyping: boolean): void {
    const wasTyping = this.#own?.peer === peer;
    if (this.#own && !(wasTyping && isTyping)) this.#stop(isTyping || !wasTyping ? "paused" : "active");
    if (!isTyping) return;
    if (!wasTyping) this.#tell(peer, "composing");
    this.#own?.cancel();
    this.#own = { peer, cancel: this.#context.clock.after(PAUSE, () => this.#stop("paused")) };
  }

  /** A message of ours says it all. */
  sent(peer: string): void {
    if (this.#own?.peer !== peer) return;
    this.#own.cancel();
    this.#own = undefined;
  }

  #stop(state: "paused" | "active"): void {
    const own = this.#own;
    if (!own) return;
    this.sent(own.peer);
    this.#tell(own.peer, state);
  }

  #tell(peer: string, state: "composing" | "paused" | "active"): void {
    if (this.#mayTell(peer)) this.#context.send(chatStateMessage(peer, randomId(), state, this.#kindOf(peer)));
  }

  #set(peer: string, isTyping: boolean): void {
    this.#theirs.get(peer)?.();
    this.#theirs.delete(peer);
    const isShown = isTyping && this.#theirs.size < MAX_TYPING;
    if (isShown)
      this.#theirs.set(
        peer,
        this.#context.clock.after(FORGOTTEN, () => this.#set(peer, false)),
      );
    this.#show(peer, isShown);
  }
}
