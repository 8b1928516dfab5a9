/** A conformance script: who takes part and what they send and receive, in order. The notation stands in README.md. */
export interface Script {
  readonly title: string;
  readonly clients: readonly ClientEntry[];
  readonly steps: readonly Step[];
}

export interface ClientEntry {
  readonly name: string;
  /** Full JID: the resource is the one to bind. Of a component its domain. */
  readonly jid: string;
  /** What a component proves itself with; undefined for a client. */
  readonly secret: string | undefined;
  /** Which node the client connects to, from 1; undefined: the runner spreads the clients. */
  readonly node: number | undefined;
}

export type Action =
  | "connects"
  | "authenticates"
  | "signs in with"
  | "disconnects"
  | "loses the connection"
  | "is disconnected"
  | "receives nothing"
  | "sends"
  | "receives"
  | "receives in any order";

export interface Step {
  readonly line: number;
  readonly client: string;
  readonly action: Action;
  /** The indented XML below the line; several stanzas may follow each other. */
  readonly xml: string;
}

/** Thrown for a script that breaks the notation. */
class ScriptError extends Error {
  constructor(line: number, message: string) {
    super(`line ${line}: ${message}`);
    this.name = "ScriptError";
  }
}

/** Parses a script. Throws {@link ScriptError}. */
export function parseScript(text: string): Script {
  const lines = text.split("\n").map((content, index): Line => ({ number: index + 1, content: content.trimEnd() }));
  const divider = lines.findIndex(({ content }) => /^-{3,}$/.test(content));
  if (divider < 0) throw new ScriptError(1, "no line of dashes between clients and steps");
  const clients = parseClients(lines.slice(0, divider));
  const steps = parseSteps(lines.slice(divider + 1), new Set(clients.map(({ name }) => name)));
  return { title: titleOf(lines), clients, steps };
}

interface Line {
  readonly number: number;
  readonly content: string;
}

function titleOf(lines: readonly Line[]): string {
  const first = lines[0]?.content ?? "";
  if (!first.startsWith("# ")) throw new ScriptError(1, "the first line is the title: # Title");
  return first.slice(2);
}

function parseClients(lines: readonly Line[]): ClientEntry[] {
  const clients: ClientEntry[] = [];
  let name: string | undefined;
  let properties: Record<string, string> = {};
  const finish = (line: number) => {
    if (name !== undefined) clients.push(clientEntry(name, properties, line));
  };
  for (const { number, content } of lines) {
    if (content === "" || content.startsWith("#")) continue;
    const header = /^\[(?:Client|Component)\] (\w+)$/.exec(content);
    if (header) {
      finish(number);
      name = header[1];
      properties = {};
      continue;
    }
    const property = /^\s+(jid|node|secret): (.+)$/.exec(content);
    if (!property || name === undefined) throw new ScriptError(number, `neither a client nor its property: ${content}`);
    properties[property[1] ?? ""] = property[2] ?? "";
  }
  finish(lines.length);
  return clients;
}

function clientEntry(name: string, { jid, node, secret }: Record<string, string>, line: number): ClientEntry {
  if (jid === undefined || (secret === undefined && !jid.includes("/")))
    throw new ScriptError(line, `${name} needs a full JID`);
  return { name, jid, secret, node: node === undefined ? undefined : Number(node) };
}

const ACTIONS = new Map<string, Action>([
  ["connects", "connects"],
  ["authenticates", "authenticates"],
  ["disconnects", "disconnects"],
  ["loses the connection", "loses the connection"],
  ["is disconnected", "is disconnected"],
  ["receives nothing", "receives nothing"],
  ["signs in with:", "signs in with"],
  ["sends:", "sends"],
  ["receives:", "receives"],
  ["receives, in any order:", "receives in any order"],
]);

function parseSteps(lines: readonly Line[], names: ReadonlySet<string>): Step[] {
  const steps: Step[] = [];
  for (const { number, content } of lines) {
    if (content.startsWith("#")) continue;
    if (content === "" || /^\s/.test(content)) {
      appendXml(steps, number, content);
      continue;
    }
    const [, client = "", phrase = ""] = /^(\w+) (.+)$/.exec(content) ?? [];
    const action = ACTIONS.get(phrase);
    if (!names.has(client)) throw new ScriptError(number, `no client of this name: ${content}`);
    if (action === undefined) throw new ScriptError(number, `not an action: ${phrase}`);
    steps.push({ line: number, client, action, xml: "" });
  }
  return steps.map(checkXml);
}

function appendXml(steps: Step[], line: number, content: string): void {
  if (content === "") return;
  const last = steps.pop();
  if (!last) throw new ScriptError(line, "XML without a step above it");
  steps.push({ ...last, xml: `${last.xml}${content}\n` });
}

const WITH_XML: ReadonlySet<Action> = new Set(["signs in with", "sends", "receives", "receives in any order"]);

function checkXml(step: Step): Step {
  if (WITH_XML.has(step.action) !== (step.xml !== ""))
    throw new ScriptError(step.line, step.xml === "" ? "XML is missing below" : "this step takes no XML");
  return step;
}
