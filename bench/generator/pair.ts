import type { Endpoint, Link } from "./link.ts";
import { type Credentials, login, logout } from "./login.ts";
import { PatternCounter } from "./pattern-counter.ts";

export interface PairOptions {
  /** The sender asks for stream-management acknowledgements, and a message is done only when delivered and acknowledged. */
  readonly wantsAcks: boolean;
  /** The recipient acknowledges what it receives. */
  readonly recipientAcks: boolean;
  /** Marked no-store (XEP-0334), for servers that always archive. */
  readonly isNoStore: boolean;
}

const body = "The quick brown fox jumps over the lazy dog, sixty-four bytes...";
const ask = "<r xmlns='urn:xmpp:sm:3'/>";

/** One user who sends and one who receives. */
export class Pair {
  readonly #sender: Link;
  readonly #recipient: Link;
  readonly #options: PairOptions;
  readonly #head: string;
  readonly #tail: string;
  readonly #arrivals = new PatternCounter("</message>");
  #sent = 0;
  #delivered = 0;
  #acked = 0;
  /** Called with how many messages have just arrived. */
  onDelivered: ((count: number) => void) | undefined;
  /** Called when `done` rose. */
  onDone: (() => void) | undefined;

  private constructor(sender: Link, recipient: Link, to: string, options: PairOptions) {
    this.#sender = sender;
    this.#recipient = recipient;
    this.#options = options;
    this.#head = `<message xmlns='jabber:client' type='chat' to='${to}' id='`;
    this.#tail = `'><body>${body}</body>${options.isNoStore ? "<no-store xmlns='urn:xmpp:hints'/>" : ""}</message>`;
    sender.onChunk = (chunk) => this.#readSender(chunk);
    recipient.onChunk = (chunk) => this.#readRecipient(chunk);
  }

  /** `across`: where the recipient logs in, unless it is where the sender does. */
  static async connect(
    endpoint: Endpoint,
    from: Credentials,
    to: Credentials,
    options: PairOptions,
    across: Endpoint = endpoint,
  ): Promise<Pair> {
    const recipient = await login(across, to, { hasStreamManagement: options.recipientAcks });
    const sender = await login(endpoint, from, { hasStreamManagement: options.wantsAcks });
    return new Pair(sender, recipient, `${to.username}@localhost`, options);
  }

  get sent(): number {
    return this.#sent;
  }

  /** How many messages have run their whole course. */
  get done(): number {
    return this.#options.wantsAcks ? Math.min(this.#delivered, this.#acked) : this.#delivered;
  }

  send(count: number): void {
    let packed = "";
    for (let index = 0; index < count; index++)
      packed += this.#sender.pack(`${this.#head}m${++this.#sent}${this.#tail}`);
    if (this.#options.wantsAcks) packed += this.#sender.pack(ask);
    this.#sender.write(packed);
  }

  /** Sends no more, waits up to twenty seconds until all that was sent is done, and logs both out, so that nothing is left for the next run. */
  async close(): Promise<void> {
    this.onDone = undefined;
    const deadline = performance.now() + 20_000;
    while (this.done < this.#sent && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all([logout(this.#sender), logout(this.#recipient)]);
  }

  #readRecipient(chunk: Buffer): void {
    const count = this.#arrivals.count(chunk);
    this.#delivered += count;
    if (this.#options.recipientAcks && chunk.includes("<r "))
      this.#recipient.send(`<a xmlns='urn:xmpp:sm:3' h='${this.#delivered}'/>`);
    if (count === 0) return;
    this.onDelivered?.(count);
    this.onDone?.();
  }

  #readSender(chunk: Buffer): void {
    if (!this.#options.wantsAcks) return;
    const acks = chunk.toString("latin1").match(/<a [^>]*h=.(\d+)/g);
    const last = acks?.at(-1);
    if (!last) return;
    this.#acked = Number(/\d+$/.exec(last)?.[0] ?? 0);
    this.onDone?.();
  }
}
