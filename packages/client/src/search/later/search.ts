import { folded, holdsTerms, NS, type SearchTerm, searchTerms, xml } from "@yonder/protocol";
import type { Message } from "../../types.ts";
import type { Destination, SearchApi, SearchResults } from "../types.ts";
import { Finding } from "./finding.ts";
import type { SearchParts } from "./reading.ts";
import { Visits } from "./visits.ts";

/** More searches than this are not gone on with: somebody left without a word. */
const MOST_AT_ONCE = 8;

/** Finds messages by their words and leads to them. */
export class Search implements SearchApi {
  readonly visits: Visits;
  readonly #parts: SearchParts;
  readonly #findings = new Map<string, Finding>();

  constructor(parts: SearchParts) {
    this.#parts = parts;
    this.visits = new Visits(parts);
  }

  async find(id: string, words: string, peer?: string): Promise<void> {
    const terms = searchTerms(words);
    const show = (results: SearchResults) => this.#parts.context.emit("found", { id, results });
    const finding = new Finding(this.#parts, { words, peer, isFound: finder(terms) }, show);
    this.#findings.set(id, finding);
    for (const [oldest] of this.#findings) if (this.#findings.size > MOST_AT_ONCE) await this.stop(oldest);
    void finding.run(terms.length > 0);
  }

  async more(id: string): Promise<void> {
    this.#findings.get(id)?.more();
  }

  async stop(id: string): Promise<void> {
    this.#findings.get(id)?.stop();
    this.#findings.delete(id);
  }

  async since(): Promise<number | undefined> {
    const answer = await this.#parts.context.request("get", xml("metadata", NS.mam)).catch(() => undefined);
    const start = answer?.child("metadata", NS.mam)?.child("start")?.attr("timestamp");
    return start === undefined ? undefined : Date.parse(start) || undefined;
  }

  visit(peer: string, to: Destination): Promise<boolean> {
    return this.visits.visit(peer, to);
  }
}

function finder(terms: readonly SearchTerm[]): (message: Message) => boolean {
  return ({ body, file, isRemoved }) => !isRemoved && holdsTerms(folded(`${body}\n${file?.name ?? ""}`), terms);
}
