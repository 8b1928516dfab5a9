import type { ArchivePage } from "../../archive.ts";
import type { ParsedMessage } from "../../message-parser.ts";
import { StanzaFailure } from "../../requests.ts";
import type { Message } from "../../types.ts";
import type { Hit, SearchResults } from "../types.ts";
import { asMessage, learn, type SearchParts, shown } from "./reading.ts";

/** Hits of a page. */
const PAGE = 30;
/** Messages of a conversation that are gone through on this device, and hits that are enough of it. */
const MOST_HERE = 1_000;
const ENOUGH_HERE = 300;
/** The groups spoken in last are asked, so many at a time. */
const MOST_GROUPS = 20;
const AT_ONCE = 4;
/** While an archive is still being indexed, it is asked again after this, ms, so many times. */
const AGAIN = 1_000;
const MOST_TIMES = 30;

export interface Wanted {
  readonly words: string;
  readonly peer: string | undefined;
  isFound(message: Message): boolean;
}

/** An archive that is asked, and from where on. */
interface Source {
  readonly peer: string | undefined;
  before: string;
  isDone: boolean;
}

/** One search: on this device and in the archives, until it is stopped. */
export class Finding {
  readonly #parts: SearchParts;
  readonly #wanted: Wanted;
  readonly #show: (results: SearchResults) => void;
  readonly #hits = new Map<string, Hit>();
  #sources: readonly Source[];
  #running = 0;
  #isOnlyHere = false;
  #isStopped = false;

  constructor(parts: SearchParts, wanted: Wanted, show: (results: SearchResults) => void) {
    this.#parts = parts;
    this.#wanted = wanted;
    this.#show = show;
    this.#sources = this.#archives().map((peer) => ({ peer, before: "", isDone: false }));
  }

  /** `hasWords`: there is something to look for. */
  async run(hasWords: boolean): Promise<void> {
    if (!hasWords) this.#sources = [];
    if (!hasWords) return this.#tell();
    await Promise.all([this.#work(() => this.#here()), this.#ask()]);
  }

  more(): void {
    if (this.#running === 0) void this.#ask();
  }

  stop(): void {
    this.#isStopped = true;
  }

  /** Our own archive, and those of the groups; or the one that has the conversation. */
  #archives(): readonly (string | undefined)[] {
    const { peer } = this.#wanted;
    if (peer !== undefined) return [peer];
    const groups = [...this.#parts.conversations.records].filter(({ group }) => group && !group.invitation);
    const recent = groups.toSorted((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0)).slice(0, MOST_GROUPS);
    return [undefined, ...recent.map((record) => record.peer)];
  }

  async #work(work: () => Promise<void>): Promise<void> {
    this.#running += 1;
    this.#tell();
    try {
      await work();
    } catch (cause) {
      this.#parts.context.log("a search failed", cause);
    }
    this.#running -= 1;
    this.#tell();
  }

  #tell(): void {
    if (this.#isStopped) return;
    this.#show({
      hits: [...this.#hits.values()].sort((a, b) => b.message.at - a.message.at),
      isSearching: this.#running > 0,
      isOnlyHere: this.#isOnlyHere,
      hasMore: !this.#isOnlyHere && this.#sources.some(({ isDone }) => !isDone),
    });
  }

  #add(hits: readonly Hit[]): void {
    const news = hits.filter(({ message }) => !this.#hits.has(idOf(message)));
    for (const hit of news) this.#hits.set(idOf(hit.message), hit);
    if (news.length > 0) this.#tell();
  }

  /** What is stored on this device: of the conversations spoken in last first. */
  async #here(): Promise<void> {
    const { context, conversations, storage } = this.#parts;
    const { peer, isFound } = this.#wanted;
    await context.journal.flush();
    const records = [...conversations.records].toSorted((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0));
    for (const record of records) {
      if (this.#isStopped || this.#hits.size >= ENOUGH_HERE) return;
      if ((peer !== undefined && record.peer !== peer) || record.group?.invitation) continue;
      const stored = await storage.messages(record.peer, undefined, MOST_HERE);
      this.#add(stored.filter(isFound).map((message) => ({ message })));
    }
  }

  /** A page of each archive that has more. */
  async #ask(): Promise<void> {
    const left = this.#sources.filter(({ isDone }) => !isDone);
    this.#isOnlyHere = !this.#parts.context.isOnline;
    if (this.#isOnlyHere) return this.#tell();
    const next = async () => {
      for (let source = left.shift(); source && !this.#isStopped; source = left.shift()) {
        const asked = source;
        await this.#work(() => this.#askOne(asked));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  async #askOne(source: Source): Promise<void> {
    for (let times = 0; times < MOST_TIMES && !this.#isStopped; times++) {
      const page = await this.#page(source);
      if (!page) return;
      this.#add(await this.#read(page.messages));
      if (page.isStable !== false) {
        source.isDone = page.isComplete || page.first === undefined;
        source.before = page.first ?? source.before;
        return;
      }
      await new Promise<void>((resolve) => this.#parts.context.clock.after(AGAIN, resolve));
    }
  }

  async #page(source: Source): Promise<ArchivePage | undefined> {
    const fields = { "{urn:xmpp:fulltext:0}fulltext": this.#wanted.words };
    try {
      return await this.#parts.query(source.peer, { fields, before: source.before, limit: PAGE });
    } catch (cause) {
      source.isDone = true;
      // A group's server may not know how to search; ours does, or it is out of reach.
      if (this.#sources[0] === source) this.#isOnlyHere = true;
      if (!(cause instanceof StanzaFailure)) this.#isOnlyHere = true;
      return undefined;
    }
  }

  async #read(found: readonly ParsedMessage[]): Promise<readonly Hit[]> {
    await learn(found, this.#parts);
    return found.flatMap((parsed) => this.#hit(parsed) ?? []);
  }

  #hit(parsed: ParsedMessage): Hit | undefined {
    const { amends, peer } = parsed;
    const meant = amends?.kind === "text" ? this.#parts.amendments.meant(peer, amends.of) : undefined;
    const message = meant ?? asMessage(parsed, this.#parts) ?? this.#corrected(parsed);
    if (!message || !this.#wanted.isFound(message)) return undefined;
    return { message, ...(amends?.kind === "text" && !meant && { of: amends.of }) };
  }

  /** A newer text of a message that is not known here stands for it. */
  #corrected(parsed: ParsedMessage): Message | undefined {
    return parsed.amends?.kind === "text" && parsed.body ? shown(parsed, this.#parts) : undefined;
  }
}

/** Two archives may give the same id. */
function idOf({ peer, key }: Message): string {
  return `${peer}\n${key}`;
}
