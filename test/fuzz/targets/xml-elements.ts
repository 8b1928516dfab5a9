import {
  appendChild,
  detached,
  type Element,
  NS,
  parseElement,
  serialize,
  UNLIMITED,
  weightOf,
  withAttrs,
} from "@yonder/protocol";
import { elementOf, type Tree, treeOf } from "../events.ts";
import { mutatedElement } from "../generator.ts";
import { stanzas } from "../stanzas.ts";
import { mustEqual, type Target } from "../target.ts";

/** What is written is read as what it was, also after it was changed on the way. */
export const xmlElements: Target<string> = {
  name: "xml-elements",
  make: (random) => serialize(mutatedElement(random.pick(stanzas), random, stanzas)),
  check(text) {
    const read = elementOf(text);
    if (!read) return;
    mustEqual(again(read), treeOf(read), "written and read again it is another");
    mustEqual(treeOf(detached(read)), treeOf(read), "a copy is another");
    const relayed = withAttrs(read, { from: "a@b/'<\">&", to: undefined });
    mustEqual(again(relayed), treeOf(relayed), "with other attributes it is written wrong");
    const grown = appendChild(relayed, read);
    mustEqual(again(grown), treeOf(grown), "with another child it is written wrong");
    if (!(weightOf(grown) > 0)) throw new Error("no weight");
  },
};

function again(e: Element): Tree {
  const inStream = `<all xmlns='${NS.client}' xmlns:stream='${NS.stream}'>${serialize(e, NS.client)}</all>`;
  const [child] = parseElement(inStream, UNLIMITED).elements();
  mustEqual(child && treeOf(child), treeOf(e), "in a stream it is another");
  return treeOf(parseElement(serialize(e), UNLIMITED));
}
