import { folded, holdsTerms, NS, type SearchTerm, searchTerms, xml } from "@yonder/protocol";
import type { Message } from "../../types.ts";
import type { Destination, SearchApi, SearchResults, SearchRun } from "../types.ts";
import { Finding } from "./finding.ts";
import type { SearchParts } from "./reading.ts";
import { Visits } from "./visits.ts";

/** Finds messages by their words and leads to them. */
export class Search implements SearchApi {
  readonly visits: Visits;
  readonly #parts: SearchParts;

  constructor(parts: SearchParts) {
    this.#parts = parts;
    this.visits = new Visits(parts);
  }

  find(words: string, peer: string | undefined, show: (results: SearchResults) => void): SearchRun {
    const terms = searchTerms(words);
    const finding = new Finding(this.#parts, { words, peer, isFound: finder(terms) }, show);
    void finding.run(terms.length > 0);
    return finding;
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
