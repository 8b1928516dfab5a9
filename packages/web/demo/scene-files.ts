import type { FilesApi, Message, NewFile, SharedFile } from "@yonder/client";

type Say = (peer: string, text: string, file: SharedFile) => Message;

/** Files that are sent in a scene go nowhere, and seem to be there. */
export class SceneFiles implements FilesApi {
  readonly #say: Say;
  readonly #give: (key: string) => void;

  constructor(say: Say, give: (key: string) => void) {
    this.#say = say;
    this.#give = give;
  }

  async limit(): Promise<number> {
    return 100_000_000;
  }

  send(peer: string, { blob, ...file }: NewFile, text = ""): Message {
    return this.#say(peer, text, { ...file, size: blob.size, url: URL.createObjectURL(blob) });
  }

  cancel(key: string): void {
    this.#give(key);
  }

  attach(): void {
    // It is on the page, and there is nothing that it could survive.
  }

  detach(): void {
    // It was kept nowhere.
  }

  async blob(): Promise<Blob | undefined> {
    return undefined;
  }
}
