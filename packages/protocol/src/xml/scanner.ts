import { checkCharacters, endOfSpace, isHighSurrogate, utf8Length } from "./characters.ts";
import type { Element } from "./element.ts";
import { DEFAULT_LIMITS, type ScannerLimits } from "./limits.ts";
import { PartialToken } from "./partial-token.ts";
import { decodeText, unifyLineEnds } from "./references.ts";
import { clearStartTag, INCOMPLETE, newStartTag, readStartTag } from "./start-tag.ts";
import { TreeBuilder } from "./tree-builder.ts";
import { checkDeclaration } from "./xml-declaration.ts";
import { XmlError } from "./xml-error.ts";

export interface ScannerHandlers {
  /** The stream's start tag; its attribute "xmlns" is the content namespace. */
  onStreamStart(header: Element): void;
  /** A whole child of the stream element. */
  onElement(e: Element): void;
  onStreamEnd(): void;
}

/**
 * Reads XMPP's subset of XML (RFC 6120 §11) from chunks of text: a stream element and its children. Handlers are called while
 * `write` runs. After it threw, only `reset` makes it usable again.
 */
export class StreamScanner {
  readonly #handlers: ScannerHandlers;
  readonly #stanzaDepth: number;
  readonly #contextNs: string;
  readonly #tag = newStartTag();
  readonly #partial = new PartialToken();
  #limits: ScannerLimits;
  #tree: TreeBuilder;
  #phase: "start" | "open" | "ended" | "stopped" = "start";
  #isAtStart = true;
  #carry = "";
  /** Bytes of the unfinished stanza in former chunks, and where in the present text the uncounted rest begins. */
  #bytes = 0;
  #countFrom = -1;
  /** Text inside the unfinished stanza in former chunks, and where in the present text the rest begins. */
  #innerBefore = "";
  #innerFrom = 0;

  /** `root`: where stanzas stand (1: inside a stream element, 0: alone) and the default namespace around it all. */
  constructor(
    handlers: ScannerHandlers,
    limits?: Partial<ScannerLimits>,
    root: { stanzaDepth: 0 | 1; contextNs: string } = STREAM_ROOT,
  ) {
    this.#handlers = handlers;
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    this.#stanzaDepth = root.stanzaDepth;
    this.#contextNs = root.contextNs;
    this.#tree = new TreeBuilder(this.#stanzaDepth, this.#contextNs);
  }

  get limits(): ScannerLimits {
    return this.#limits;
  }

  set limits(changes: Partial<ScannerLimits>) {
    this.#limits = { ...this.#limits, ...changes };
  }

  /** UTF-8 bytes held of a stanza that is not complete. */
  get bytesInElement(): number {
    return this.#bytes;
  }

  /** Reads a chunk; throws XmlError with the stream error condition. */
  write(chunk: string): void {
    if (this.#phase === "stopped") return;
    const fresh = this.#wholeCharacters(chunk);
    if (fresh === "") return;
    if (this.#partial.isEmpty) return this.#scan(fresh, 0);
    if (this.#partial.add(fresh)) {
      const text = this.#partial.take();
      return this.#scan(text, text.length - fresh.length);
    }
    if (this.#countFrom !== -1) this.#count(utf8Length(fresh, 0, fresh.length));
  }

  /** A new stream begins, with the rest of the present chunk if a handler calls this. */
  reset(): void {
    this.#tree = new TreeBuilder(this.#stanzaDepth, this.#contextNs);
    this.#phase = "start";
    this.#isAtStart = true;
    this.#partial.take();
    this.#carry = "";
    this.#forget();
  }

  /** Ignores the rest of the present chunk and all that follows, until `reset`. */
  stop(): void {
    this.#phase = "stopped";
    this.#partial.take();
    this.#forget();
  }

  /** Whether one whole element was read and nothing is left over. */
  get hasEnded(): boolean {
    return this.#phase === "ended" && this.#carry === "" && this.#partial.isEmpty;
  }

  #wholeCharacters(chunk: string): string {
    const text = this.#carry === "" ? chunk : this.#carry + chunk;
    const isCut = text !== "" && isHighSurrogate(text.charCodeAt(text.length - 1));
    this.#carry = isCut ? text.slice(-1) : "";
    const whole = isCut ? text.slice(0, -1) : text;
    checkCharacters(whole);
    return whole;
  }

  /** `counted`: how much of the text has been counted already. */
  #scan(text: string, counted: number): void {
    if (this.#countFrom !== -1) this.#countFrom = counted;
    this.#innerFrom = 0;
    let at = 0;
    while (at < text.length && this.#phase !== "stopped") {
      const next = text.charCodeAt(at) === LESS ? this.#markup(text, at) : this.#characters(text, at);
      if (next === INCOMPLETE) break;
      at = next;
    }
    if (this.#phase !== "stopped") this.#leave(text, at);
  }

  #leave(text: string, at: number): void {
    if (this.#countFrom === -1) return;
    this.#count(utf8Length(text, this.#countFrom, text.length));
    this.#countFrom = 0;
    if (this.#tree.depth > this.#stanzaDepth) this.#innerBefore += text.slice(this.#innerFrom, at);
    if (at < text.length) this.#partial.begin(text.slice(at));
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limits.maxStanzaBytes) throw new XmlError("policy-violation", "a stanza too large");
  }

  #markup(text: string, at: number): number {
    if (this.#countFrom === -1) this.#countFrom = at;
    if (at + 1 === text.length) return INCOMPLETE;
    const c = text.charCodeAt(at + 1);
    if (c === SLASH) return this.#endTag(text, at);
    if (c === EXCLAMATION) return this.#section(text, at);
    return c === QUESTION ? this.#declaration(text, at) : this.#startTag(text, at);
  }

  #startTag(text: string, at: number): number {
    const next = readStartTag(text, at, this.#tag, this.#limits);
    if (next === INCOMPLETE) return INCOMPLETE;
    if (this.#phase === "ended") throw new XmlError("not-well-formed", "a second root");
    if (this.#phase === "start" && this.#stanzaDepth === 1) this.#startStream(text, next);
    else this.#startElement(text, next);
    return next;
  }

  #startStream(text: string, next: number): void {
    const isEmpty = this.#tag.isEmpty;
    this.#tag.isEmpty = false;
    this.#tree.start(this.#tag, this.#limits);
    this.#countTo(text, next);
    this.#forget();
    this.#phase = "open";
    this.#handlers.onStreamStart(this.#tree.header());
    if (isEmpty) this.#endStream();
  }

  #startElement(text: string, next: number): void {
    this.#phase = "open";
    const isOutermost = this.#tree.depth === this.#stanzaDepth;
    const e = this.#tree.start(this.#tag, this.#limits);
    if (isOutermost) this.#innerFrom = next;
    if (e !== undefined) this.#endStanza(text, next, e);
  }

  #endTag(text: string, at: number): number {
    const name = this.#tree.openTagName;
    if (name === "") throw new XmlError("not-well-formed", "an end tag without a start tag");
    const next = endOfEndTag(text, at + 2, name);
    if (next === INCOMPLETE) return INCOMPLETE;
    const depth = this.#tree.depth - 1;
    const inner = depth === this.#stanzaDepth ? this.#innerBefore + text.slice(this.#innerFrom, at) : undefined;
    const e = this.#tree.end(inner);
    if (depth < this.#stanzaDepth) this.#endStream();
    else if (e !== undefined) this.#endStanza(text, next, e);
    return next;
  }

  #section(text: string, at: number): number {
    const start = text.slice(at, at + CDATA.length);
    if (!CDATA.startsWith(start)) throw new XmlError("restricted-xml", "a comment or document type");
    if (start !== CDATA) return INCOMPLETE;
    if (this.#tree.depth <= this.#stanzaDepth) throw new XmlError("not-well-formed", "text outside a stanza");
    const end = text.indexOf("]]>", at + CDATA.length);
    if (end === -1) return INCOMPLETE;
    if (end > at + CDATA.length) this.#tree.text(unifyLineEnds(text.slice(at + CDATA.length, end)));
    return end + 3;
  }

  #declaration(text: string, at: number): number {
    if (this.#phase !== "start" || !this.#isAtStart) throw new XmlError("restricted-xml", "a processing instruction");
    const end = text.indexOf("?>", at);
    if (end === -1) return INCOMPLETE;
    checkDeclaration(text.slice(at, end + 2));
    this.#countTo(text, end + 2);
    this.#forget();
    this.#isAtStart = false;
    return end + 2;
  }

  #characters(text: string, at: number): number {
    if (this.#tree.depth > this.#stanzaDepth) {
      const end = text.indexOf("<", at);
      if (end === -1) return INCOMPLETE;
      this.#tree.text(decodeText(text.slice(at, end)));
      return end;
    }
    const end = endOfSpace(text, at);
    if (end < text.length && text.charCodeAt(end) !== LESS)
      throw new XmlError("not-well-formed", "text outside a stanza");
    this.#isAtStart = false;
    return end;
  }

  #endStanza(text: string, end: number, e: Element): void {
    this.#countTo(text, end);
    this.#forget();
    if (this.#stanzaDepth === 0) this.#phase = "ended";
    this.#handlers.onElement(e);
  }

  #endStream(): void {
    this.#forget();
    this.#phase = "ended";
    this.#handlers.onStreamEnd();
  }

  /** Three bytes for each unit is the most there can be, so the exact count is rarely needed. */
  #countTo(text: string, end: number): void {
    const most = 3 * (end - this.#countFrom);
    if (this.#bytes + most > this.#limits.maxStanzaBytes) this.#count(utf8Length(text, this.#countFrom, end));
  }

  #forget(): void {
    this.#bytes = 0;
    this.#countFrom = -1;
    this.#innerBefore = "";
    clearStartTag(this.#tag);
  }
}

const STREAM_ROOT = { stanzaDepth: 1, contextNs: "" } as const;
const CDATA = "<![CDATA[";
const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;

function endOfEndTag(text: string, from: number, name: string): number {
  const nameEnd = from + name.length;
  if (!text.startsWith(name, from)) {
    if (nameEnd > text.length && name.startsWith(text.slice(from))) return INCOMPLETE;
    throw new XmlError("not-well-formed", "an end tag that does not match");
  }
  const end = endOfSpace(text, nameEnd);
  if (end === text.length) return INCOMPLETE;
  if (text.charCodeAt(end) !== GREATER) throw new XmlError("not-well-formed", "an end tag that does not match");
  return end + 1;
}
