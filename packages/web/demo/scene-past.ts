import type { EngineApi, Message, PastApi, SearchApi } from "@yonder/client";
import { pause } from "./pause.ts";

/** All messages of a scene are at hand: they are found, and none is far away. */
export class ScenePast implements PastApi {
  readonly #all: () => readonly Message[];
  readonly #engine: Pick<EngineApi, "connection">;

  constructor(all: () => readonly Message[], engine: Pick<EngineApi, "connection">) {
    this.#all = all;
    this.#engine = engine;
  }

  async search(): Promise<SearchApi> {
    return {
      find: (words, peer, show) => {
        const isFound = ({ body, file }: Message) =>
          `${body} ${file?.name ?? ""}`.toLowerCase().includes(words.trim().toLowerCase());
        const hits = this.#all()
          .filter((message) => (peer === undefined || message.peer === peer) && isFound(message))
          .toSorted((a, b) => b.at - a.at)
          .map((message) => ({ message }));
        const rest = { isOnlyHere: this.#engine.connection.kind !== "online", hasMore: false };
        show({ hits: [], isSearching: true, ...rest });
        void pause(60).then(() => show({ hits, isSearching: false, ...rest }));
        return { more: () => undefined, stop: () => undefined };
      },
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
