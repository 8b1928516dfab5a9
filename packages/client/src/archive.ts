import { type Element, NS, parseMamFin, rsmRequest, xml } from "@yonder/protocol";
import type { ParsedMessage } from "./message-parser.ts";
import { randomId } from "./random.ts";

/** One page of the archive (XEP-0313 with XEP-0059), in the archive's order. */
export interface ArchivePage {
  readonly messages: readonly ParsedMessage[];
  /** Archive ids of the page's ends, text messages or not. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Nothing follows in the direction of the query. */
  readonly isComplete: boolean;
  /** How many there are in all, if the server says so. */
  readonly count?: number | undefined;
  /** More may be found a little later. */
  readonly isStable?: boolean;
}

export interface ArchiveQuery {
  /** Bare address: only this peer's messages. */
  readonly with?: string;
  /** Further fields of the form, by name. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly after?: string;
  /** "" asks for the newest page. */
  readonly before?: string;
  readonly limit: number;
}

type SendRequest = (type: "get" | "set", payload: Element) => Promise<Element>;

interface Running {
  readonly messages: ParsedMessage[];
  readonly ids: string[];
  readonly limit: number;
}

/** Our queries to our own archive, and the results that belong to them. */
export class Archive {
  readonly #running = new Map<string, Running>();
  readonly #request: SendRequest;

  constructor(request: SendRequest) {
    this.#request = request;
  }

  /** @throws StanzaFailure: "item-not-found" when an id of the query is not in the archive any more */
  async query(query: ArchiveQuery): Promise<ArchivePage> {
    const id = randomId(8);
    const running: Running = { messages: [], ids: [], limit: query.limit };
    this.#running.set(id, running);
    try {
      return readPage(await this.#request("set", queryElement(id, query)), running);
    } finally {
      this.#running.delete(id);
    }
  }

  /** Takes a result of a query that runs: others are nobody's, and more than was asked for is not kept. */
  add(query: string, archiveId: string, message: ParsedMessage | undefined): void {
    const running = this.#running.get(query);
    if (!running || running.ids.length >= running.limit) return;
    running.ids.push(archiveId);
    if (message) running.messages.push(message);
  }
}

function readPage(iq: Element, { messages, ids }: Running): ArchivePage {
  const element = iq.child("fin", NS.mam);
  const fin = element && parseMamFin(element);
  return {
    messages,
    first: fin?.page.first ?? ids[0],
    last: fin?.page.last ?? ids.at(-1),
    isComplete: fin?.isComplete ?? false,
    count: fin?.page.count,
    ...(fin && !fin.isStable && { isStable: false }),
  };
}

function queryElement(queryid: string, { with: peer, fields, limit, after, before }: ArchiveQuery): Element {
  const values = Object.entries({ ...(peer && { with: peer }), ...fields });
  const form = [["FORM_TYPE", NS.mam] as const, ...values].map(([name, value]) => field(name, value));
  const filter = values.length === 0 ? undefined : xml("x", NS.dataForms, { type: "submit" }, ...form);
  return xml("query", NS.mam, { queryid }, filter, rsmRequest({ max: limit, after, before }));
}

function field(name: string, value: string): Element {
  return xml("field", NS.dataForms, { var: name }, xml("value", NS.dataForms, null, value));
}
