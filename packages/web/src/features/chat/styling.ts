/** XEP-0393 message styling: first blocks, then the spans within a line. The result is data; nothing is ever parsed as HTML. */

export type Block =
  | { readonly kind: "text"; readonly lines: readonly (readonly Span[])[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] };

export type Span = string | { readonly kind: SpanKind; readonly spans: readonly Span[] };

export type SpanKind = "strong" | "emphasis" | "strike" | "code";

/** XEP-0393 §6.1. Deeper quotations than this are shown as text. */
const MAX_DEPTH = 8;

export function parseStyling(body: string): Block[] {
  return parseBlocks(body.split("\n"), 0);
}

function parseBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    const [block, next] = takerOf(line, depth)(lines, at, depth);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

function takerOf(line: string, depth: number): (lines: readonly string[], start: number, depth: number) => Taken {
  if (line.startsWith("```")) return takeCode;
  return line.startsWith(">") && depth < MAX_DEPTH ? takeQuote : takeText;
}

type Taken = [block: Block, next: number];

/** §6.1.2: until a line of only three grave accents, or the end of the parent. */
function takeCode(lines: readonly string[], start: number): Taken {
  const stop = endOf(lines, start, (line) => line.trimEnd() !== "```");
  return [{ kind: "code", text: lines.slice(start + 1, stop).join("\n") }, stop + 1];
}

/** §6.1.3: until a line without the sign; the first leading whitespace of each line is trimmed. */
function takeQuote(lines: readonly string[], start: number, depth: number): Taken {
  const stop = endOf(lines, start, (line) => line.startsWith(">"));
  const inner = lines.slice(start, stop).map((line) => line.slice(1).replace(/^\s/u, ""));
  return [{ kind: "quote", blocks: parseBlocks(inner, depth + 1) }, stop];
}

function takeText(lines: readonly string[], start: number, depth: number): Taken {
  const isText = (line: string) => !line.startsWith("```") && !(line.startsWith(">") && depth < MAX_DEPTH);
  const stop = endOf(lines, start, isText);
  return [{ kind: "text", lines: lines.slice(start, stop).map((line) => parseSpans(line)) }, stop];
}

function endOf(lines: readonly string[], start: number, belongs: (line: string) => boolean): number {
  let end = start + 1;
  while (end < lines.length && belongs(lines[end] ?? "")) end++;
  return end;
}

/** The words alone, in one line: for the list and for notifications. Quotations are left out where something else was said. */
export function plainText(body: string): string {
  const blocks = parseStyling(body);
  const own = blocks.filter((block) => block.kind !== "quote");
  const text = wordsOf(own).trim() ? wordsOf(own) : wordsOf(blocks);
  return text.replace(/\s+/gu, " ").trim();
}

function wordsOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === "code") return block.text;
      return block.kind === "quote" ? wordsOf(block.blocks) : block.lines.map(wordsIn).join("\n");
    })
    .join("\n");
}

function wordsIn(spans: readonly Span[]): string {
  return spans.map((span) => (typeof span === "string" ? span : wordsIn(span.spans))).join("");
}

const DIRECTIVES: Readonly<Record<string, SpanKind>> = { "*": "strong", _: "emphasis", "~": "strike", "`": "code" };

/** XEP-0393 §6.2: directives open at the start, after whitespace or after another opening one, and match lazily. */
export function parseSpans(line: string): Span[] {
  const spans: Span[] = [];
  const findClose = createCloseFinder(line);
  let plain = 0;
  let at = 0;
  while (at < line.length) {
    const kind = canOpen(line, at) ? DIRECTIVES[line[at] ?? ""] : undefined;
    const close = kind ? findClose(at) : -1;
    if (!kind || close === -1) {
      at += 1;
      continue;
    }
    if (at > plain) spans.push(line.slice(plain, at));
    const inner = line.slice(at + 1, close);
    spans.push({ kind, spans: kind === "code" ? [inner] : parseSpans(inner) });
    at = plain = close + 1;
  }
  if (plain < line.length) spans.push(line.slice(plain));
  return spans;
}

function canOpen(line: string, at: number): boolean {
  const isAtStart = at === 0 || /\s/u.test(line[at - 1] ?? "");
  return isAtStart && !/^\s?$/u.test(line[at + 1] ?? "");
}

/** Finds the next same directive that has text before it which does not end in whitespace. Asked from left to right, it reads a line once. */
function createCloseFinder(line: string): (open: number) => number {
  const reached = new Map<string, number>();
  return (open) => {
    const directive = line[open] ?? "";
    if (line[open + 1] === directive) return -1;
    let at = Math.max(reached.get(directive) ?? 0, open + 2);
    while (at < line.length && !(line[at] === directive && !/\s/u.test(line[at - 1] ?? ""))) at++;
    reached.set(directive, at);
    return at < line.length ? at : -1;
  };
}
