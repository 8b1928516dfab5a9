import { type Element, NS, sm, xml } from "@yonder/protocol";
import { until } from "../support/condition.ts";
import { RawClient, type RawClientOptions } from "../support/raw-client.ts";

export interface SenderOptions extends RawClientOptions {
  readonly to: string;
  /** Stands before the number in each message's body and origin-id. */
  readonly label: string;
  readonly total: number;
  /** Messages sent and not acknowledged at any time, at most. */
  readonly window: number;
  /** Called at each message sent and each acknowledged. */
  readonly onEvent: () => void;
}

/** Sends its messages with stream management; whenever the connection ends it comes back and sends again what was not acknowledged. */
export class Sender {
  /** How many messages are acknowledged: the first so many, as acknowledgements come in order. */
  acknowledged = 0;
  /** How many were sent again. */
  resent = 0;
  readonly #options: SenderOptions;
  #client: RawClient | undefined;
  #sent = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Resolves when the last message is acknowledged. */
  async run(): Promise<void> {
    while (this.acknowledged < this.#options.total) await this.#once();
    await this.#client?.quit();
  }

  /** One connection, until it ends or all is done. */
  async #once(): Promise<void> {
    const client = await loginAtLast({ ...this.#options, hasStreamManagement: true });
    this.#client = client;
    this.resent += this.#sent - this.acknowledged;
    this.#sent = this.acknowledged;
    await new Promise<void>((resolve) => {
      client.onClosed = resolve;
      client.onAcknowledged = (count) => {
        this.#acknowledge(count);
        if (this.acknowledged >= this.#options.total) resolve();
      };
      this.#fillWindow(client);
    });
  }

  #acknowledge(count: number): void {
    this.acknowledged += count;
    for (let index = 0; index < count; index++) this.#options.onEvent();
    if (this.#client) this.#fillWindow(this.#client);
  }

  #fillWindow(client: RawClient): void {
    const { total, window, onEvent } = this.#options;
    const end = Math.min(total, this.acknowledged + window);
    const stanzas: Element[] = [];
    for (; this.#sent < end; this.#sent++) stanzas.push(this.#message(this.#sent));
    if (stanzas.length === 0) return;
    client.send(...stanzas, sm.request());
    for (const _ of stanzas) onEvent();
  }

  #message(number: number): Element {
    const { to, label } = this.#options;
    const id = `${label}-${number}`;
    const originId = xml("origin-id", NS.sid, { id });
    return xml(
      "message",
      NS.client,
      { to, type: "chat", id },
      xml("body", NS.client, null, `${label} ${number}`),
      originId,
    );
  }
}

/** Tries until the server is back. */
export function loginAtLast(options: RawClientOptions): Promise<RawClient> {
  return until("the server lets in", () => RawClient.login(options).catch(() => undefined), {
    every: 10,
    timeout: 30_000,
  });
}
