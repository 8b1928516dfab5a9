import {
  appendChild,
  type Element,
  formatDateTime,
  Jid,
  type MamQuery,
  mamFin,
  mamForm,
  mamResult,
  NS,
  parseMamQuery,
  resultReply,
  StanzaError,
  withoutChildren,
  xml,
} from "@yonder/protocol";
import { timeOf, toText } from "../../store/archive-id.ts";
import type { RoomMessage, RoomPageQuery, Rooms } from "../../store/rooms.ts";
import { StoreError } from "../../store/store.ts";
import { storedStanza } from "../../store/stored-stanza.ts";
import { cutToSize, pageQueryOf } from "../archive-query.ts";
import { mayRead } from "./discovery.ts";
import { Draft, type Request } from "./draft.ts";
import type { Errands } from "./errands.ts";
import { affiliationOf, isAtLeast, occupantOf, type Room } from "./room.ts";
import { refused, type Step } from "./step.ts";

/** XEP-0313 at a room's address. */
export function isArchiveQuery({ stanza, to }: Request): boolean {
  const type = stanza.attr("type");
  return (
    stanza.name === "iq" &&
    to.resource === undefined &&
    (type === "get" || type === "set") &&
    stanza.firstElement?.ns === NS.mam
  );
}

/** Answers what is asked of a room's archive. */
export class Librarian {
  readonly #rooms: Rooms;
  readonly #errands: Errands;

  constructor(rooms: Rooms, errands: Errands) {
    this.#rooms = rooms;
    this.#errands = errands;
  }

  /** Not for everybody (§6.1.2). */
  answer(room: Room, request: Request): Step {
    if (!mayRead(new Draft(room, request))) return refused(room, request, new StanzaError("forbidden"));
    return this.#errands.run(room, request, () => this.#resultsOf(room, request));
  }

  async #resultsOf(room: Room, request: Request): Promise<Element[]> {
    const { stanza } = request;
    const payload = stanza.firstElement;
    const key = `${stanza.attr("type")} ${payload?.name}`;
    if (payload && key === "set query") return this.#page(room, request, parseMamQuery(payload));
    if (key === "get query") return [resultReply(stanza, xml("query", NS.mam, null, mamForm()))];
    if (key === "get metadata") return [resultReply(stanza, await this.#metadata(room))];
    throw new StanzaError("service-unavailable");
  }

  async #page(room: Room, request: Request, query: MamQuery): Promise<Element[]> {
    const asked = roomQueryOf(room, request, query);
    const page = cutPage(await this.#read(room, asked), asked);
    const messages = query.isFlipped ? page.messages.toReversed() : page.messages;
    const results = messages.map((message) => resultOf(room, request, query.queryId, message));
    const { count, firstIndex: index } = page;
    const [first, last] = [page.messages.at(0), page.messages.at(-1)];
    const fin = mamFin({
      isComplete: page.isComplete,
      isStable: page.isStable ?? true,
      page: { first: first && toText(first.id), last: last && toText(last.id), index, count },
    });
    return [...results, resultReply(request.stanza, fin)];
  }

  async #read(room: Room, query: RoomPageQuery) {
    try {
      return await this.#rooms.page(room.jid.local ?? "", query);
    } catch (error) {
      if (error instanceof StoreError && error.code === "not-found") throw new StanzaError("item-not-found");
      throw error;
    }
  }

  /** §5 */
  async #metadata(room: Room): Promise<Element> {
    const ends = await this.#rooms.metadata(room.jid.local ?? "");
    if (!ends) return xml("metadata", NS.mam);
    const end = (name: string, id: number) =>
      xml(name, NS.mam, { id: toText(id), timestamp: formatDateTime(timeOf(id)) });
    return xml("metadata", NS.mam, null, end("start", ends.first), end("end", ends.last));
  }
}

function cutPage(page: Awaited<ReturnType<Rooms["page"]>>, query: RoomPageQuery) {
  const kept = cutToSize({ ...page, messages: page.messages.map((m) => ({ ...m, isIncoming: true })) }, query);
  const ids = new Set(kept.messages.map(({ id }) => id));
  return { ...page, isComplete: kept.isComplete, messages: page.messages.filter(({ id }) => ids.has(id)) };
}

/** §4.1.1: by an occupant's address, or by a real one for those who may know it. */
function roomQueryOf(room: Room, request: Request, query: MamQuery): RoomPageQuery {
  const isOccupant = query.with?.bare === room.jid.bare && query.with.resource !== undefined;
  const asked = pageQueryOf({ ...query, with: isOccupant ? undefined : query.with?.toBare() });
  if (isOccupant) return { ...asked, nick: query.with?.resource };
  const isOwn = query.with?.bare === request.from.bare;
  if (query.with && !isOwn && !knowsAuthors(room, request)) throw new StanzaError("forbidden");
  return asked;
}

function resultOf(room: Room, request: Request, queryId: string | undefined, message: RoomMessage): Element {
  const { id, author } = message;
  const stanza = withAuthor(room, request, storedStanza(message.xml), author);
  const result = mamResult({ id: toText(id), queryId, stamp: timeOf(id), stanza });
  const attrs = { from: room.jid.bare, to: request.from.toString(), id: request.newId() };
  return xml("message", NS.client, attrs, result);
}

/** §6.1.2: who may know it is told who wrote it. */
function withAuthor(room: Room, request: Request, stanza: Element, author: string): Element {
  const cleaned = withoutChildren(stanza, (child) => child.ns === NS.mucUser);
  if (author === room.jid.bare || !knowsAuthors(room, request)) return cleaned;
  const attrs = { affiliation: affiliationOf(room, author), jid: Jid.tryParse(author)?.bare };
  return appendChild(cleaned, xml("x", NS.mucUser, null, xml("item", NS.mucUser, attrs)));
}

function knowsAuthors(room: Room, { from }: Request): boolean {
  if (room.config.whois === "anyone" || occupantOf(room, from)?.role === "moderator") return true;
  return isAtLeast(affiliationOf(room, from.bare), "admin");
}
