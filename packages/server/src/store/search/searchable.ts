import {
  correctionOf,
  type Element,
  fileSharingOf,
  folded,
  Jid,
  NS,
  originIdOf,
  retractionOf,
  withoutFallback,
} from "@yonder/protocol";
import { originHash } from "../origin-id.ts";
import { storedStanza } from "../stored-stanza.ts";

/** What an index needs to know of a message. */
export interface Searchable {
  /** Its words (folded); "" when it has none that are looked for. */
  readonly text: string;
  /** By which a change may mean it: hashes of its author with its ids. */
  readonly names: readonly number[];
  /** Of the message that it changes: a correction (XEP-0308) takes its place, a retraction (XEP-0424) removes it. */
  readonly changes: number | undefined;
}

/** Reads a message of an archive. `author`: who wrote it, where the stanza's sender does not say. */
export function searchableOf(xml: string, author?: string): Searchable {
  const message = storedStanza(xml);
  if (message.attr("type") === "error") return { text: "", names: [], changes: undefined };
  const by = author ?? bareOf(message.attr("from"));
  const nameOf = (id: string) => originHash(`${by} ${bareOf(message.attr("to"))} ${id}`);
  const retracted = retractionOf(message)?.id;
  const corrected = correctionOf(message);
  const ids = [message.attr("id"), originIdOf(message), corrected].filter((id) => id !== undefined);
  const changed = retracted ?? corrected;
  return {
    text: retracted === undefined ? textOf(message) : "",
    names: [...new Set(ids)].map(nameOf),
    changes: changed === undefined ? undefined : nameOf(changed),
  };
}

/** What was said, without what it answers, and what its file is called; nothing of what only the devices can read. */
function textOf(message: Element): string {
  if (message.elements().some(({ name }) => name === "encrypted")) return "";
  const { text } = withoutFallback(message, NS.reply);
  const words = folded(`${text}\n${fileSharingOf(message)?.name ?? ""}`);
  return words.trim() === "" ? "" : words;
}

function bareOf(address: string | undefined): string {
  return Jid.tryParse(address ?? "")?.bare ?? "";
}
