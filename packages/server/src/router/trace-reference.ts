import { type Element, NS } from "@yonder/protocol";

/** To what a message refers, if to anything: how, and the id of the other one. */
export function referenceIn(stanza: Element): readonly string[] {
  for (const child of stanza.children) {
    if (typeof child === "string") continue;
    const kind = REFERENCES.get(child.ns);
    const id = kind && child.attr("id");
    if (kind !== undefined && id !== undefined) return [kind, id];
  }
  return NONE;
}

const NONE: readonly string[] = [];

/** By namespace, what a message is whose element names another message. */
const REFERENCES: ReadonlyMap<string, string> = new Map([
  [NS.receipts, "receipt"],
  [NS.markers, "marker"],
  [NS.reply, "reply"],
  [NS.reactions, "reaction"],
  [NS.correction, "correction"],
  [NS.retraction, "retraction"],
]);
