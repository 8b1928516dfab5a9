import { expect } from "vitest";
import type { Address } from "../support/wire.ts";
import { type Faults, faultsOf, none } from "./faults.ts";
import { type Received, Recipient, readArchive } from "./recipient.ts";
import { Sender } from "./sender.ts";

/** How a pair is connected. */
export interface PairKind {
  readonly sender: Address["transport"];
  readonly recipient: Address["transport"];
  readonly recipientManagesStream: boolean;
  /** The recipient comes only when the server has been killed and is back. */
  readonly recipientComesLater: boolean;
}

export interface ConversationOptions {
  readonly index: number;
  readonly kind: PairKind;
  readonly seed: number;
  readonly total: number;
  readonly window: number;
  readonly portOf: (transport: Address["transport"]) => number;
  readonly onEvent: () => void;
  /** Where both archives ended before. */
  readonly archiveEnds: ArchiveEnds;
}

/** The last archive id of each account, carried from one seed to the next. */
export type ArchiveEnds = Map<string, string>;

/** One user who writes to another while the server is killed. */
export class Conversation {
  readonly sender: Sender;
  readonly recipient: Recipient;
  readonly #options: ConversationOptions;
  #running: Promise<void> | undefined;

  constructor(options: ConversationOptions) {
    const { index, kind, portOf, onEvent, seed, total, window } = options;
    const account = (side: "from" | "to", transport: Address["transport"]) => ({
      username: `${side}${index}`,
      password: "correct horse",
      transport,
      port: portOf(transport),
    });
    this.#options = options;
    this.sender = new Sender({
      ...account("from", kind.sender),
      to: `to${index}@localhost`,
      label: `${seed}:${index}`,
      total,
      window,
      onEvent,
    });
    this.recipient = new Recipient({
      ...account("to", kind.recipient),
      label: `${seed}:${index} `,
      resource: "phone",
      hasStreamManagement: kind.recipientManagesStream,
      onEvent,
    });
  }

  get managesStream(): boolean {
    return this.#options.kind.recipientManagesStream;
  }

  /** How many of this conversation's messages the recipient has. */
  get arrived(): number {
    return this.recipient.messages.length;
  }

  startRecipient(isBack: boolean): void {
    if (this.#options.kind.recipientComesLater !== isBack) return;
    this.#running = this.recipient.run();
  }

  async finish(): Promise<void> {
    if (!this.managesStream)
      await this.recipient.catchUp(this.#options.archiveEnds.get(this.recipient.options.username));
    await this.recipient.quit();
    await this.#running;
  }

  /** The recipient has every message once; one with stream management got them in order and without the archive's help. */
  expectDelivered(): void {
    const { messages } = this.recipient;
    const ordered = this.managesStream ? messages : messages.toSorted((a, b) => numberOf(a) - numberOf(b));
    expect(this.#faultsOf(ordered), `what ${this.recipient.options.username} received`).toEqual(none);
  }

  /** Both archives have every message once and in order, under the ids that the recipient was given. */
  async expectArchived(): Promise<void> {
    const received = new Map(this.recipient.messages.map(({ body, archiveId }) => [body, archiveId]));
    for (const username of [`from${this.#options.index}`, `to${this.#options.index}`]) {
      const archived = await this.#newInArchive(username);
      expect(this.#faultsOf(archived), `the archive of ${username}`).toEqual(none);
      const others = archived.filter(({ body, archiveId }) => received.get(body) !== archiveId);
      if (username.startsWith("to")) expect(others, "archived under another id than delivered").toEqual([]);
    }
  }

  async #newInArchive(username: string): Promise<Received[]> {
    const { archiveEnds } = this.#options;
    const archived = await readArchive({ ...this.recipient.options, username }, archiveEnds.get(username));
    const last = archived.at(-1);
    if (last) archiveEnds.set(username, last.archiveId);
    return archived.filter(({ body }) => body.startsWith(this.recipient.options.label));
  }

  #faultsOf(messages: readonly Received[]): Faults {
    return faultsOf(
      messages.map(({ body }) => body),
      this.#bodies(),
    );
  }

  #bodies(): string[] {
    const { seed, index, total } = this.#options;
    return Array.from({ length: total }, (_, number) => `${seed}:${index} ${number}`);
  }
}

const numberOf = ({ body }: Received): number => Number(body.split(" ")[1]);
