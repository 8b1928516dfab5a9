/** What another process says and hears: values that can be copied. */
export interface MessageLine {
  /** Into the void when the other one has ended. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

export type Handler = (argument: unknown) => Promise<unknown>;

/** The other process did not do what it was asked; the message is one line. */
export class DialogueError extends Error {
  override readonly name = "DialogueError";
}

type Words =
  | { readonly kind: "question"; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refusal"; readonly id: number; readonly reason: string };

/** Questions and answers between a process and what started it, both ways. */
export class Dialogue {
  readonly #line: MessageLine;
  readonly #handlers: Readonly<Record<string, Handler>>;
  readonly #describe: (error: unknown) => string;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #isOver = false;

  /** `handlers`: by the name of the question; what they reject with is told as `describe` puts it. */
  constructor(line: MessageLine, handlers: Readonly<Record<string, Handler>>, describe: (error: unknown) => string) {
    this.#line = line;
    this.#handlers = handlers;
    this.#describe = describe;
    line.onMessage((message) => this.#hear(message as Words));
  }

  /** Rejects with a DialogueError when the other one refuses, or has ended. */
  ask(name: string, argument?: unknown): Promise<unknown> {
    if (this.#isOver) return Promise.reject(gone());
    this.#lastId += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#lastId, answer);
    this.#line.send({ kind: "question", id: this.#lastId, name, argument } satisfies Words);
    return answer.promise;
  }

  /** The other one has ended. */
  end(): void {
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(gone());
    this.#waiting.clear();
  }

  #hear(words: Words): void {
    if (words.kind === "question") return void this.#answer(words.id, words.name, words.argument);
    const waiting = this.#waiting.get(words.id);
    this.#waiting.delete(words.id);
    if (words.kind === "answer") waiting?.resolve(words.value);
    else waiting?.reject(new DialogueError(words.reason));
  }

  async #answer(id: number, name: string, argument: unknown): Promise<void> {
    try {
      const handler = this.#handlers[name];
      if (!handler) throw new DialogueError(`nobody here knows how to ${name}`);
      this.#line.send({ kind: "answer", id, value: await handler(argument) } satisfies Words);
    } catch (error) {
      this.#line.send({ kind: "refusal", id, reason: this.#describe(error) } satisfies Words);
    }
  }
}

function gone(): DialogueError {
  return new DialogueError("the process has ended");
}
