import type { Answerer } from "./relay.ts";

/** Who answers other nodes' questions here, by topic. */
export class Answerers {
  readonly #byTopic = new Map<string, Answerer>();
  readonly #onFailure: ((error: unknown, topic: string) => void) | undefined;

  constructor(onFailure?: (error: unknown, topic: string) => void) {
    this.#onFailure = onFailure;
  }

  set(topic: string, answerer: Answerer): void {
    this.#byTopic.set(topic, answerer);
  }

  /** Undefined: nobody answers that, or whoever does has failed. Who asks cannot tell these apart over a wire either. */
  async answer(topic: string, question: string, from: string): Promise<string | undefined> {
    try {
      return await this.#byTopic.get(topic)?.(question, from);
    } catch (error) {
      this.#onFailure?.(error, topic);
      return undefined;
    }
  }
}
