import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Element, NS, parseElement, UNLIMITED } from "@yonder/protocol";
import { parseScript } from "../conformance/script.ts";

const folder = join(import.meta.dirname, "../conformance");

/** What a person of a script sends. */
export interface Line {
  /** Full address. */
  readonly who: string;
  readonly stanza: Element;
}

const scripts = readdirSync(folder)
  .filter((file) => file.endsWith(".scs"))
  .toSorted()
  .map((file) => parseScript(readFileSync(join(folder, file), "utf8")));

/** What the conformance scripts send, in order: every request that the node knows. */
export const scenes: readonly (readonly Line[])[] = scripts
  .map(({ clients, steps }) => {
    const jids = new Map(clients.map(({ name, jid }) => [name, inDomain(jid)]));
    const sent = steps.filter(({ action }) => action === "sends");
    return sent.flatMap(({ client, xml }) =>
      elementsIn(xml).map((stanza) => ({ who: jids.get(client) ?? "", stanza })),
    );
  })
  .filter((lines) => lines.length > 0);

export const stanzas: readonly Element[] = scenes.flatMap((lines) => lines.map(({ stanza }) => stanza));

/** What clients are told in them. */
export const answers: readonly Element[] = scripts
  .flatMap(({ steps }) => steps)
  .filter(({ action }) => action.startsWith("receives"))
  .flatMap(({ xml }) => elementsIn(xml));

function elementsIn(text: string): Element[] {
  const whole = inDomain(text)
    .replaceAll(">...<", "><")
    .replace(/\s\.\.\.(?=\/?>)/g, "");
  return parseElement(`<all xmlns='${NS.client}' xmlns:stream='${NS.stream}'>${whole}</all>`, UNLIMITED).elements();
}

/** In the domain of the fuzzers. */
function inDomain(text: string): string {
  return text.replaceAll("localhost", "example.com");
}
