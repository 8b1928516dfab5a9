import type { Message } from "@yonder/client";
import { walkPast } from "@yonder/client/past";
import { makeZip } from "client-zip";
import { t } from "../../../i18n/index.ts";
import type { Yonder } from "../../../state/yonder.ts";
import { createNames } from "./safe-name.ts";
import { asData, asText, timeOf } from "./written.ts";

export interface Exported {
  readonly file: Blob;
  readonly messages: number;
  /** Groups that did not give what was said there. */
  readonly missing: readonly string[];
}

/**
 * All that the server has of our conversations and groups as one zip file, made page by page: what is read goes to the browser's store of
 * blobs at once, which is on disk where it is much. Rejects when the connection is lost, or `signal` says so.
 */
export async function exportAll(
  yonder: Yonder,
  signal: AbortSignal,
  tell: (messages: number) => void,
): Promise<Exported> {
  const { engine } = yonder;
  const actions = await engine.people.actions();
  const book = new Book(yonder);
  const missing: string[] = [];
  const groups = yonder.conversations().filter(({ kind }) => kind === "group");
  for (const peer of ["", ...groups.map((group) => group.peer)]) {
    try {
      for await (const { messages } of walkPast(actions, peer, engine.address, signal)) {
        book.add(messages);
        tell(book.count);
      }
    } catch (cause) {
      if (peer === "" || !isRefusal(cause)) throw cause;
      missing.push(peer);
    }
  }
  const file = await new Response(makeZip(book.files(missing))).blob();
  signal.throwIfAborted();
  return { file: new Blob([file], { type: "application/zip" }), messages: book.count, missing };
}

/** A group may keep nothing, or show it to its members alone. */
function isRefusal(cause: unknown): boolean {
  return cause instanceof Error && "condition" in cause;
}

interface Talk {
  count: number;
  /** The newest first. */
  readonly text: Blob[];
  readonly data: Blob[];
}

/** What is written so far: by conversation, from its end. */
class Book {
  count = 0;
  readonly #yonder: Yonder;
  readonly #talks = new Map<string, Talk>();

  constructor(yonder: Yonder) {
    this.#yonder = yonder;
  }

  /** `messages`: oldest first, before those that were added before. */
  add(messages: readonly Message[]): void {
    for (const [peer, some] of Map.groupBy(messages, (message) => message.peer)) {
      const talk = this.#talks.get(peer) ?? { count: 0, text: [], data: [] };
      this.#talks.set(peer, talk);
      talk.count += some.length;
      talk.text.push(new Blob(some.map((message) => asText(message, (one) => this.#nameIn(one)))));
      talk.data.push(new Blob([some.map((message) => asData(message, this.#fromOf(message))).join(",\n")]));
    }
    this.count += messages.length;
  }

  *files(missing: readonly string[]) {
    const { contacts } = this.#yonder;
    const names = createNames();
    const lastModified = new Date();
    const file = (name: string, parts: BlobPart[]) => ({
      name: `yonder/${name}`,
      lastModified,
      input: new Blob(parts),
    });
    for (const [peer, { text, data, count }] of this.#talks) {
      const name = names(peer);
      const title = `${this.#yonder.nameOf(peer)} <${peer}>\n${t("exportedMessages", { count })}\n\n`;
      yield file(`${name}.txt`, [title, ...text.toReversed()]);
      yield file(`${name}.json`, [
        "[\n",
        ...data
          .toReversed()
          .flatMap((part) => [part, ",\n"])
          .slice(0, -1),
        "\n]\n",
      ]);
    }
    const known = contacts().map(({ address: of, name }) => ({ address: of, name }));
    yield file(`${names("contacts")}.json`, [`${JSON.stringify(known, undefined, 2)}\n`]);
    yield file(`${names("about")}.txt`, [`${[...this.#about(), ...missing].join("\n")}\n`]);
  }

  #about(): string[] {
    const { address } = this.#yonder;
    return [address(), timeOf(Date.now()), t("exportedMessages", { count: this.count })];
  }

  #nameIn(message: Message): string {
    const { nameOf, nameIn, address } = this.#yonder;
    if (message.isOwn) return nameOf(address());
    return message.author ? nameIn(message.author) : nameOf(message.peer);
  }

  #fromOf({ isOwn, author, peer }: Message): string {
    if (isOwn) return this.#yonder.address();
    return author ? (author.address ?? author.name) : peer;
  }
}
