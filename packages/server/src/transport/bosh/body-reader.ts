import { Element, NS, StreamScanner, XmlError } from "@yonder/protocol";
import { Utf8Reader } from "../utf8-reader.ts";
import { BindingError } from "./binding-error.ts";

/** One request's `<body/>` (XEP-0124 §6). */
export interface Body {
  /** The wrapper itself, without what is in it. */
  readonly header: Element;
  readonly rid: number;
  readonly payloads: readonly Element[];
  readonly bytes: number;
}

export interface BodyLimits {
  /** Of the whole body. */
  readonly maxBytes: number;
  readonly maxStanzaBytes: number;
}

export interface BodyReaderOptions {
  /** Until the wrapper's start tag has told whose it is. */
  readonly limits: BodyLimits;
  readonly maxDepth: number;
  /** What holds for this wrapper; may throw a BindingError. */
  admit(header: Element): BodyLimits;
}

/** All of a body is read in one go, before anybody else's. */
const MAX_PAYLOADS = 5_000;

/** Reads a request in pieces, and refuses it as early as can be, with a BindingError. */
export class BodyReader {
  header: Element | undefined;
  readonly #utf8 = new Utf8Reader();
  readonly #scanner: StreamScanner;
  readonly #payloads: Element[] = [];
  #limits: BodyLimits;
  #bytes = 0;

  constructor({ limits, maxDepth, admit }: BodyReaderOptions) {
    this.#limits = limits;
    this.#scanner = new StreamScanner(
      {
        onStreamStart: (header) => this.#begin(header, admit),
        onElement: (element) => this.#add(element),
        onStreamEnd: () => {},
      },
      { maxStanzaBytes: limits.maxStanzaBytes, maxDepth },
    );
  }

  write(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const text = this.#utf8.read(chunk);
    // Whose it is can be read all the same.
    this.#scan(text ?? chunk.toString());
    if (text === undefined) throw new BindingError("bad-request", "Not UTF-8.");
    // Only now: the first chunk may have told who may say more.
    if (this.#bytes > this.#limits.maxBytes) throw new BindingError("policy-violation", "A body too large.");
  }

  end(): Body {
    if (!this.header || !this.#scanner.hasEnded) throw new BindingError("bad-request", "No whole body.");
    return {
      header: this.header,
      rid: readRid(this.header.attr("rid")),
      payloads: this.#payloads,
      bytes: this.#bytes,
    };
  }

  #add(element: Element): void {
    if (this.#payloads.length >= MAX_PAYLOADS) throw new BindingError("policy-violation", "Too many elements.");
    this.#payloads.push(inOwnNamespace(element));
  }

  #scan(text: string): void {
    try {
      this.#scanner.write(text);
    } catch (error) {
      const legible = text.replace(ILLEGIBLE, "\ufffd");
      // Whose it is can be read all the same.
      if (!this.header && legible !== text) this.#scan(legible);
      throw bindingErrorOf(error);
    }
  }

  #begin(header: Element, admit: (header: Element) => BodyLimits): void {
    if (!header.is("body", NS.bosh)) throw new BindingError("bad-request", "Not a body.");
    this.header = header;
    this.#limits = admit(header);
    this.#scanner.limits = { maxStanzaBytes: this.#limits.maxStanzaBytes };
  }
}

/** XML 1.0 §2.2: what is no character of XML. */
const ILLEGIBLE = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** XEP-0124 §14.1: it never goes beyond what a double can hold. */
function readRid(text: string | undefined): number {
  const rid = /^[1-9]\d{0,15}$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(rid)) throw new BindingError("bad-request", "Not a request id.");
  return rid;
}

function bindingErrorOf(error: unknown): unknown {
  if (!(error instanceof XmlError)) return error;
  return new BindingError(error.condition === "policy-violation" ? "policy-violation" : "bad-request", error.message);
}

/** COMPAT: old clients do not declare the namespace of stanzas, as if it were part of the wrapper's (XEP-0206 §2). */
function inOwnNamespace(element: Element): Element {
  if (element.ns !== NS.bosh) return element;
  const children = element.children.map((child) => (typeof child === "string" ? child : inOwnNamespace(child)));
  return new Element(element.name, NS.client, element.attributes, children);
}
