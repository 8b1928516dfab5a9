import { meantIds } from "./message-references.ts";
import type { Message } from "./types.ts";

const MAX = 2000;

/** The messages that were touched lately, by their keys and by the ids by which others mean them. */
export class RecentMessages {
  readonly #messages = new Map<string, Message>();
  /** Keys by peer and the ids by which others mean them. */
  readonly #meant = new Map<string, string>();

  clear(): void {
    this.#messages.clear();
    this.#meant.clear();
  }

  has(key: string): boolean {
    return this.#messages.has(key);
  }

  get(key: string): Message | undefined {
    return this.#messages.get(key);
  }

  /** The longest untouched first. */
  of(peer: string): readonly Message[] {
    return [...this.#messages.values()].filter((message) => message.peer === peer);
  }

  /** Key of the message with this peer that others mean by this id. */
  meant(peer: string, id: string): string | undefined {
    return this.#meant.get(`${peer}\n${id}`);
  }

  delete(key: string): void {
    this.#messages.delete(key);
  }

  put(message: Message): void {
    this.#messages.delete(message.key);
    this.#messages.set(message.key, message);
    for (const each of meantKeys(message)) if (!this.#meant.has(each)) this.#meant.set(each, message.key);
    for (const [key, oldest] of this.#messages) {
      if (this.#messages.size <= MAX) break;
      this.#messages.delete(key);
      for (const each of meantKeys(oldest)) if (this.#meant.get(each) === key) this.#meant.delete(each);
    }
  }
}

/** Of two messages with one id the first is meant: nobody takes another's place. */
function meantKeys(message: Message): readonly string[] {
  return meantIds(message).map((id) => `${message.peer}\n${id}`);
}
