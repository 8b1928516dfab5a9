import { formatDateTime } from "@yonder/protocol";
import type { ArchivePage, ArchiveQuery } from "../../archive.ts";
import { byPlace } from "../../message-order.ts";
import type { Message } from "../../types.ts";
import type { Destination } from "../types.ts";
import { asMessage, learn, type SearchParts } from "./reading.ts";

const PAGE = 50;
/** A window far from the newest holds no more: what is at its other end is let go. */
const MOST = 400;
/** Pages without a text that are skipped in one go. */
const MAX_EMPTY_PAGES = 5;

interface Visit {
  messages: readonly Message[];
  /** Archive ids between which all is here; undefined where only this device was asked. */
  first: string | undefined;
  last: string | undefined;
  hasOlder: boolean;
  readonly loading: Set<"older" | "newer">;
}

/** Windows on conversations that stand somewhere in their history, and slide along it. */
export class Visits {
  readonly #parts: SearchParts;
  readonly #visits = new Map<string, Visit>();

  constructor(parts: SearchParts) {
    this.#parts = parts;
  }

  clear(): void {
    this.#visits.clear();
  }

  has(peer: string): boolean {
    return this.#visits.has(peer);
  }

  /** The messages, as they are now; undefined when the window is at the conversation's end. */
  window(peer: string): readonly Message[] | undefined {
    const visit = this.#visits.get(peer);
    return visit?.messages.map((message) => this.#parts.messages.find(message.key) ?? message);
  }

  /** @returns whether something was found there */
  async visit(peer: string, to: Destination): Promise<boolean> {
    const visit = await this.#fromServer(peer, to).catch(() => this.#fromDevice(peer, to));
    if (visit) this.#stand(peer, visit);
    return visit !== undefined;
  }

  /** The live window has become long: from here on it goes on without the newest. Where another tab may be in it, it stays. @returns whether there may be older messages */
  async slide(peer: string): Promise<boolean> {
    const { messages, opened, isShared } = this.#parts;
    const window = messages.window(peer).slice(0, MOST);
    const ids = window.flatMap(({ archiveId }) => archiveId ?? []);
    if (!isShared()) {
      messages.cut(peer);
      opened(peer);
    }
    this.#stand(peer, begun({ messages: window, first: ids[0], last: ids.at(-1), hasOlder: true }));
    return this.older(peer);
  }

  /** @returns whether there may be more */
  async older(peer: string): Promise<boolean> {
    const visit = this.#visits.get(peer);
    if (!visit?.hasOlder || visit.loading.has("older")) return visit?.hasOlder ?? false;
    await this.#busy(visit, "older", async () => {
      for (let pages = 0; pages < MAX_EMPTY_PAGES && visit.hasOlder; pages++) {
        const page = await this.#page(peer, { before: visit.first ?? "", limit: PAGE });
        visit.first = page.first ?? visit.first;
        visit.hasOlder = !page.isComplete && page.first !== undefined;
        if (this.#join(peer, visit, page.shown, true)) break;
      }
    });
    this.#report(peer);
    return visit.hasOlder;
  }

  /** With the newest message it is over: the live window has them all. */
  async newer(peer: string): Promise<void> {
    const visit = this.#visits.get(peer);
    if (!visit || visit.loading.has("newer")) return;
    await this.#busy(visit, "newer", async () => {
      for (let pages = 0; pages < MAX_EMPTY_PAGES; pages++) {
        if (visit.last === undefined) return this.leave(peer);
        const page = await this.#page(peer, { after: visit.last, limit: PAGE });
        visit.last = page.last ?? visit.last;
        const isNew = this.#join(peer, visit, page.shown, false);
        if (page.isComplete) return this.#arrive(peer, visit);
        if (isNew) break;
      }
    });
    this.#report(peer);
  }

  leave(peer: string): void {
    if (this.#visits.delete(peer)) this.#report(peer);
  }

  async #busy({ loading }: Visit, what: "older" | "newer", work: () => Promise<unknown>): Promise<void> {
    loading.add(what);
    try {
      await work();
    } finally {
      loading.delete(what);
    }
  }

  #stand(peer: string, visit: Visit): void {
    this.#parts.messages.visit(visit.messages);
    this.#visits.set(peer, visit);
    this.#report(peer);
  }

  #report(peer: string): void {
    this.#parts.context.emit("history", peer);
  }

  /** What is around an archive id, or around a moment. @throws ConnectionLost, StanzaFailure */
  async #fromServer(peer: string, { archiveId, at }: Destination): Promise<Visit | undefined> {
    const limit = PAGE / 2;
    const before = archiveId && (await this.#page(peer, { before: archiveId, limit }));
    const from = before
      ? { ...(before.last && { after: before.last }) }
      : { fields: { start: formatDateTime(new Date(at)) } };
    const behind = await this.#page(peer, { ...from, limit });
    const older = before || (behind.first ? await this.#page(peer, { before: behind.first, limit }) : undefined);
    if (!older) return undefined;
    const messages = [...older.shown, ...behind.shown].toSorted(byPlace);
    const [first, last] = [older.first ?? behind.first, behind.last ?? older.last];
    return messages.length > 0 ? begun({ messages, first, last, hasOlder: !older.isComplete }) : undefined;
  }

  /** What is stored here of it, if it reaches back to then. */
  async #fromDevice(peer: string, { at }: Destination): Promise<Visit | undefined> {
    const { context, storage } = this.#parts;
    await context.journal.flush();
    const stored = await storage.messages(peer, undefined, MOST);
    const [first] = stored;
    return first && first.at <= at ? begun({ messages: stored }) : undefined;
  }

  async #page(peer: string, query: ArchiveQuery): Promise<ArchivePage & { readonly shown: readonly Message[] }> {
    const page = await this.#parts.query(peer, query);
    const parsed = page.messages.filter((message) => message.peer === peer);
    await learn(parsed, this.#parts);
    return { ...page, shown: parsed.flatMap((each) => asMessage(each, this.#parts) ?? []) };
  }

  /** @returns whether there was something new */
  #join(peer: string, visit: Visit, found: readonly Message[], isOlder: boolean): boolean {
    if (this.#visits.get(peer) !== visit) return true;
    const known = new Set(visit.messages.map(({ key }) => key));
    const added = found.filter(({ key }) => !known.has(key));
    this.#parts.messages.visit(added);
    const all = [...visit.messages, ...added].sort(byPlace);
    const kept = isOlder ? all.slice(0, MOST) : all.slice(-MOST);
    if (kept.length < all.length) {
      const ids = kept.flatMap(({ archiveId }) => archiveId ?? []);
      if (isOlder) visit.last = ids.at(-1);
      else [visit.first, visit.hasOlder] = [ids[0], true];
    }
    visit.messages = kept;
    return added.length > 0;
  }

  /** Nothing is missing any more between this window and the newest: they become one. */
  #arrive(peer: string, visit: Visit): void {
    const { messages, context, opened } = this.#parts;
    if (this.#visits.get(peer) !== visit) return;
    this.#visits.delete(peer);
    const [first] = messages.window(peer);
    opened(peer);
    const added = messages.prepend(peer, first, this.#current(visit));
    if (added.length > 0) context.journal.put({ messages: added });
  }

  #current({ messages }: Visit): readonly Message[] {
    return messages.map((message) => this.#parts.messages.find(message.key) ?? message);
  }
}

/** As it begins. */
function begun(visit: Pick<Visit, "messages"> & Partial<Visit>): Visit {
  return { first: undefined, last: undefined, hasOlder: false, loading: new Set(), ...visit };
}
