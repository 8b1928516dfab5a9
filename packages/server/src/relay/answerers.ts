import type { Answerer } from "./relay.ts";

/** Who answers other nodes' questions here, by topic. */
export class Answerers {
  readonly #byTopic = new Map<string, Answerer>();

  set(topic: string, answerer: Answerer): void {
    this.#byTopic.set(topic, answerer);
  }

  /** Undefined: nobody answers that, or whoever does has failed. Whoever asks cannot tell these apart over a wire either. */
  async answer(topic: string, question: string, from: string): Promise<string | undefined> {
    try {
      return await this.#byTopic.get(topic)?.(question, from);
    } catch {
      return undefined;
    }
  }
}
