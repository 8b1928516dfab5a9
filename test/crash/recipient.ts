import { type Element, NS } from "@yonder/protocol";
import type { RawClient, RawClientOptions } from "../support/raw-client.ts";
import { loginAtLast } from "./sender.ts";

export interface Received {
  /** The id under which the archive has it (XEP-0359). */
  readonly archiveId: string;
  readonly body: string;
}

export interface RecipientOptions extends RawClientOptions {
  /** How the bodies begin that it waits for; it had all others before. */
  readonly label: string;
  /** Called at each message that arrives. */
  readonly onEvent: () => void;
}

/** Receives and keeps each message once, by its archive id; whenever the connection ends it comes back. */
export class Recipient {
  /** In the order of their first arrival. */
  readonly messages: Received[] = [];
  /** How many came that it had already. */
  duplicates = 0;
  readonly options: RecipientOptions;
  readonly #known = new Set<string>();
  #client: RawClient | undefined;
  #isDone = false;

  constructor(options: RecipientOptions) {
    this.options = options;
  }

  /** Stays logged in until `quit`. */
  async run(): Promise<void> {
    while (!this.#isDone) {
      const client = await loginAtLast(this.options);
      this.#client = client;
      client.onStanza = (stanza) => this.#receive(stanza);
      const closed = new Promise<void>((resolve) => {
        client.onClosed = resolve;
      });
      client.announce();
      if (this.#isDone) client.cut();
      await closed;
    }
  }

  /** Fills gaps from the archive, as a client without stream management has to; what it had already is not counted as a duplicate. */
  async catchUp(after: string | undefined): Promise<void> {
    for (const message of await readArchive(this.options, after)) this.#keep(message);
  }

  async quit(): Promise<void> {
    this.#isDone = true;
    const client = this.#client;
    if (!client) return;
    const again = client.onClosed;
    await client.quit();
    again();
  }

  #receive(stanza: Element): void {
    const body = stanza.childText("body");
    if (!stanza.is("message", NS.client) || body === undefined) return;
    const archiveId = stanza.child("stanza-id", NS.sid)?.attr("id") ?? `none for ${body}`;
    if (!this.#keep({ archiveId, body })) this.duplicates++;
    this.options.onEvent();
  }

  #keep(message: Received): boolean {
    if (this.#known.has(message.archiveId) || !message.body.startsWith(this.options.label)) return false;
    this.#known.add(message.archiveId);
    this.messages.push(message);
    return true;
  }
}

/** All that an account's archive has beyond an id, oldest first. */
export async function readArchive(options: RawClientOptions, after: string | undefined): Promise<Received[]> {
  const client = await loginAtLast({ ...options, resource: "archive", hasStreamManagement: false });
  const found: Received[] = [];
  let position = after;
  for (;;) {
    const { results, fin } = await client.archivePage({ max: 250, after: position });
    found.push(...results.map(({ id, stanza }) => ({ archiveId: id, body: stanza.childText("body") ?? "" })));
    position = fin.page.last ?? position;
    if (fin.isComplete) break;
  }
  await client.quit();
  return found;
}
