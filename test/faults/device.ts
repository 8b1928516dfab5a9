import { setTimeout as delay } from "node:timers/promises";
import { type Element, NS, sm, xml } from "@yonder/protocol";
import { RawClient, type Resumable } from "../support/raw-client.ts";
import type { Address } from "../support/wire.ts";
import { Feed } from "./feed.ts";
import type { History } from "./history.ts";

export interface DeviceOptions {
  readonly username: string;
  readonly password: string;
  readonly resource: string;
  /** Where it tries next. */
  readonly address: () => Address;
  readonly history: History;
  readonly random: () => number;
  readonly note: (what: string) => void;
}

interface Outgoing {
  readonly body: string;
  readonly stanza: Element;
}

/** How long it waits between tries, in milliseconds. */
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 1_000;
/** Without a word for so long, though it asked, the line is dead. */
const SILENCE = 4_000;

/** An XMPP client as good ones are: it resumes its stream wherever it is let in, catches up from the archive otherwise, and sends again what was not acknowledged. */
export class Device {
  readonly feed: Feed;
  readonly username: string;
  readonly #options: DeviceOptions;
  readonly #unacknowledged: Outgoing[] = [];
  #client: RawClient | undefined;
  #previous: Resumable | undefined;
  #isDone = false;
  /** What it shows is whole up to the newest. */
  #isCaughtUp = false;
  #lastHeard = 0;

  constructor(options: DeviceOptions) {
    this.#options = options;
    this.username = options.username;
    this.feed = new Feed(`${options.username}/${options.resource}`);
  }

  get waiting(): number {
    return this.#unacknowledged.length;
  }

  /** Stays logged in, or tries to be, until `quit`. */
  async run(): Promise<void> {
    for (let wait = SHORTEST_WAIT; !this.#isDone; ) {
      const isIn = await this.#once();
      wait = isIn ? SHORTEST_WAIT : Math.min(LONGEST_WAIT, wait * 2);
      if (!this.#isDone) await delay(wait * (0.5 + this.#options.random()));
    }
  }

  /** Writes to somebody; sent as soon as there is a connection. */
  write(to: string, body: string): void {
    const id = `o-${body.replaceAll(" ", "-")}`;
    const originId = xml("origin-id", NS.sid, { id });
    const stanza = xml("message", NS.client, { to, type: "chat", id }, xml("body", NS.client, null, body), originId);
    this.#unacknowledged.push({ body, stanza });
    this.#client?.send(stanza, sm.request());
  }

  /** Drops its connection without a word. */
  cut(): void {
    this.#client?.cut();
  }

  async quit(): Promise<void> {
    this.#isDone = true;
    const client = this.#client;
    if (!client) return;
    const again = client.onClosed;
    await Promise.race([client.quit(), delay(2_000)]);
    client.cut();
    again();
  }

  /** One connection from its beginning to its end. False: it was not let in. */
  async #once(): Promise<boolean> {
    const { username, password, resource, address, note } = this.#options;
    const previous = this.#previous;
    const client = await within(
      RawClient.login({ username, password, resource, ...address(), hasStreamManagement: "resumable", previous }),
    ).catch((error: unknown) => {
      note(`${username}/${resource} is not let in: ${error instanceof Error ? error.message : error}`);
      return undefined;
    });
    if (!client) return false;
    const closed = new Promise<void>((resolve) => {
      client.onClosed = resolve;
    });
    try {
      this.#enter(client);
      const stop = this.#watch(client);
      await closed;
      stop();
    } finally {
      this.#client = undefined;
      // One that had not caught up begins anew: the rest would not come over the resumed stream.
      this.#previous = this.#isCaughtUp ? client.resumable : undefined;
    }
    return true;
  }

  #enter(client: RawClient): void {
    const { username, resource, note } = this.#options;
    note(`${username}/${resource} is in${client.isResumed ? ", resumed" : ""}`);
    this.#acknowledge(client.handledBefore);
    client.onStanza = (stanza) => this.#receive(stanza);
    client.onAcknowledged = (count) => this.#acknowledge(count);
    this.#client = client;
    this.#lastHeard = performance.now();
    if (!client.isResumed) {
      client.announce();
      void this.#catchUp(client);
    }
    const stanzas = this.#unacknowledged.map(({ stanza }) => stanza);
    if (stanzas.length > 0) client.send(...stanzas, sm.request());
  }

  /** From now on live messages wait until the archive has brought what came before them. */
  async #catchUp(client: RawClient): Promise<void> {
    const { feed } = this;
    this.#isCaughtUp = false;
    feed.hold();
    try {
      for (let after = feed.newest, isComplete = false; !isComplete; ) {
        const { results, fin } = await client.archivePage({ max: 100, ...(after === undefined ? {} : { after }) });
        for (const { id, stanza } of results) feed.archived(id, stanza);
        isComplete = fin.isComplete;
        after = fin.page.last ?? after;
      }
      feed.release();
      this.#isCaughtUp = true;
    } catch {
      // The connection ended, or the store did not answer.
      client.cut();
    }
  }

  #receive(stanza: Element): void {
    this.#lastHeard = performance.now();
    this.feed.live(stanza);
    if (stanza.attr("type") === "error" && stanza.is("message", NS.client))
      this.#options.history.refused(bodyOf(stanza));
  }

  #acknowledge(count: number): void {
    this.#lastHeard = performance.now();
    for (const { body } of this.#unacknowledged.splice(0, count)) this.#options.history.acknowledged(body);
  }

  /** Asks now and then, and gives up a line on which nothing is heard. */
  #watch(client: RawClient): () => void {
    const timer = setInterval(() => {
      if (performance.now() - this.#lastHeard > SILENCE) client.cut();
      else client.send(sm.request());
    }, 1_000);
    return () => clearInterval(timer);
  }
}

function bodyOf(stanza: Element): string {
  return stanza.childText("body") ?? "";
}

async function within(login: Promise<RawClient>): Promise<RawClient> {
  const timer = new AbortController();
  const late = delay(SILENCE, undefined, { signal: timer.signal }).then(() => {
    void login.then((client) => client.cut()).catch(() => undefined);
    throw new Error("no answer");
  });
  try {
    return await Promise.race([login, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}
