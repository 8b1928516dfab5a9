import type { EngineApi, Events, Message, PastApi, SearchApi } from "@yonder/client";
import { pause } from "./pause.ts";

/** The messages of a scene are at hand: they are found, and none is far away. */
export class ScenePast implements PastApi {
  readonly #engine: Pick<EngineApi, "connection" | "conversations" | "history">;
  readonly #show: (found: Events["found"]) => void;

  constructor(
    engine: Pick<EngineApi, "connection" | "conversations" | "history">,
    show: (found: Events["found"]) => void,
  ) {
    this.#engine = engine;
    this.#show = show;
  }

  async search(): Promise<SearchApi> {
    return {
      find: async (id, words, peer) => {
        const isFound = ({ body, file }: Message) =>
          `${body} ${file?.name ?? ""}`.toLowerCase().includes(words.trim().toLowerCase());
        const all = this.#engine.conversations.flatMap((one) => this.#engine.history(one.peer));
        const hits = all
          .filter((message) => (peer === undefined || message.peer === peer) && isFound(message))
          .toSorted((a, b) => b.at - a.at)
          .map((message) => ({ message }));
        const rest = { isOnlyHere: this.#engine.connection.kind !== "online", hasMore: false };
        this.#show({ id, results: { hits: [], isSearching: true, ...rest } });
        void pause(60).then(() => this.#show({ id, results: { hits, isSearching: false, ...rest } }));
      },
      more: async () => undefined,
      stop: async () => undefined,
      since: async () => Date.UTC(2024, 2, 4),
      visit: async () => false,
    };
  }

  isAway(): boolean {
    return false;
  }

  async newer(): Promise<void> {}

  leave(): void {}
}
