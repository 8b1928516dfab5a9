import { type Element, Jid, NS } from "@yonder/protocol";

export interface Shown {
  readonly archiveId: string;
  /** Username of who wrote it. */
  readonly from: string;
  readonly body: string;
}

/** What one device shows, in the order in which it shows it: live messages, and what the archive brings, each by its archive id once. */
export class Feed {
  readonly name: string;
  readonly shown: Shown[] = [];
  /** Handed over though the device had it. */
  readonly twice: Shown[] = [];
  readonly #known = new Set<string>();
  #waiting: Shown[] | undefined;
  #newest: string | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** The last archive id up to which nothing is missing. */
  get newest(): string | undefined {
    return this.#newest;
  }

  hold(): void {
    this.#waiting = [];
  }

  release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const message of waiting) this.#show(message, false);
  }

  /** A stanza as it comes. */
  live(stanza: Element): void {
    const message = messageOf(stanza, stanza.child("stanza-id", NS.sid)?.attr("id"));
    if (!message) return;
    if (this.#waiting) this.#waiting.push(message);
    else this.#show(message, true);
  }

  /** A message out of the archive, the own ones too. */
  archived(archiveId: string, stanza: Element): void {
    const message = messageOf(stanza, archiveId);
    if (message) this.#show(message, false);
    this.#newest = archiveId;
  }

  #show(message: Shown, isLive: boolean): void {
    if (this.#known.has(message.archiveId)) {
      if (isLive) this.twice.push(message);
      return;
    }
    this.#known.add(message.archiveId);
    this.shown.push(message);
    this.#newest = message.archiveId;
  }
}

function messageOf(stanza: Element, archiveId: string | undefined): Shown | undefined {
  const body = stanza.childText("body");
  const from = Jid.tryParse(stanza.attr("from") ?? "")?.local;
  if (!stanza.is("message", NS.client) || body === undefined || from === undefined || stanza.attr("type") === "error")
    return undefined;
  return { archiveId: archiveId ?? `none for ${body}`, from, body };
}
