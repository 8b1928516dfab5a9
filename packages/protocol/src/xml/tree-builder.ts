import { NS } from "../ns.ts";
import { type Child, Element, type Serialized } from "./element.ts";
import type { ScannerLimits } from "./limits.ts";
import { declare, resolvePrefix, type Scope } from "./namespaces.ts";
import type { StartTag } from "./start-tag.ts";
import { XmlError } from "./xml-error.ts";

/** An element whose end tag has not come. */
interface Open {
  readonly outer: Open | undefined;
  readonly tagName: string;
  readonly name: string;
  readonly ns: string;
  readonly attributes: readonly string[];
  readonly defaultNs: string;
  readonly scope: Scope | undefined;
  children: Child[] | undefined;
}

const NOTHING: readonly never[] = [];

/** Makes elements of tags and text: resolves namespaces, matches end tags, keeps to the limits of depth and count. */
export class TreeBuilder {
  readonly #stanzaDepth: number;
  #open: Open | undefined;
  #depth = 0;
  #elements = 0;
  /** Characters of namespaces, as often as they are named in the stanza: so many more it may have when it is written anew. */
  #spread = 0;
  #isSelfContained = true;
  readonly #contextNs: string;

  /** `stanzaDepth` is 1 where stanzas stand inside a stream element, else 0. */
  constructor(stanzaDepth: number, contextNs: string) {
    this.#stanzaDepth = stanzaDepth;
    this.#contextNs = contextNs;
  }

  /** How many elements are open. */
  get depth(): number {
    return this.#depth;
  }

  get openTagName(): string {
    return this.#open?.tagName ?? "";
  }

  /** An element begins; when it is empty it also ends, and is given back if it is a stanza. */
  start(tag: StartTag, limits: ScannerLimits): Element | undefined {
    this.#count(limits);
    const outer = this.#open;
    const { declarations } = tag;
    const within = outer?.scope;
    const scope = declarations === undefined ? within : declare(within, declarations, this.#depth, limits.maxPrefixes);
    const defaultNs = defaultOf(declarations) ?? (outer === undefined ? this.#contextNs : outer.defaultNs);
    const colon = tag.name.indexOf(":");
    const name = colon === -1 ? tag.name : tag.name.slice(colon + 1);
    const ns = colon === -1 ? defaultNs : this.#resolve(scope, tag.name.slice(0, colon));
    const attributes = tag.hasPrefixedAttributes ? this.#expanded(tag.attributes, scope) : (tag.attributes ?? NOTHING);
    if (ns !== outer?.ns) this.#spread += ns.length;
    if (this.#spread > limits.maxStanzaBytes) throw new XmlError("policy-violation", "namespaces too long");
    if (tag.isEmpty) return this.#finish(new Element(name, ns, attributes, NOTHING));
    this.#open = { outer, tagName: tag.name, name, ns, attributes, defaultNs, scope, children: undefined };
    this.#depth++;
    return undefined;
  }

  /** The innermost element ends; gives it back if it is a stanza. `inner` is the raw text of a stanza between its tags. */
  end(inner: string | undefined): Element | undefined {
    const { outer, name, ns, attributes, children, defaultNs } = this.#open as Open;
    this.#open = outer;
    this.#depth--;
    const isSpliceable = inner !== undefined && this.#isSelfContained && ns === defaultNs && ns !== NS.stream;
    const serialized: Serialized | undefined = isSpliceable ? { inner, covered: children?.length ?? 0 } : undefined;
    return this.#finish(new Element(name, ns, attributes, children ?? NOTHING, serialized));
  }

  /** Text inside the innermost element. */
  text(text: string): void {
    const open = this.#open as Open;
    const last = open.children?.at(-1);
    if (open.children === undefined) open.children = [text];
    else if (typeof last === "string") open.children[open.children.length - 1] = last + text;
    else open.children.push(text);
  }

  /** The stream element that was just opened, as a header: with its default namespace as the attribute "xmlns". */
  header(): Element {
    const open = this.#open as Open;
    const { name, ns, attributes, defaultNs } = open;
    this.#elements = 0;
    this.#spread = 0;
    // The stream may stay open for days; its attributes are only wanted now
    this.#open = { ...open, attributes: NOTHING };
    return new Element(name, ns, defaultNs === "" ? attributes : ["xmlns", defaultNs, ...attributes], NOTHING);
  }

  #count(limits: ScannerLimits): void {
    this.#elements++;
    if (this.#depth - this.#stanzaDepth >= limits.maxDepth) throw new XmlError("policy-violation", "elements too deep");
    if (this.#elements > limits.maxElements) throw new XmlError("policy-violation", "too many elements");
  }

  #finish(e: Element): Element | undefined {
    if (this.#depth === this.#stanzaDepth || this.#depth === 0) {
      this.#elements = 0;
      this.#spread = 0;
      this.#isSelfContained = true;
      return e;
    }
    const open = this.#open as Open;
    if (open.children === undefined) open.children = [e];
    else open.children.push(e);
    return undefined;
  }

  #resolve(scope: Scope | undefined, prefix: string): string {
    if (prefix === "xmlns") throw new XmlError("bad-namespace-prefix", "xmlns as a prefix");
    const found = resolvePrefix(scope, prefix);
    // Inside a stanza, a prefix from its start tag or from the stream ties its text to this place
    if (this.#depth > this.#stanzaDepth && found.depth !== -1 && found.depth <= this.#stanzaDepth)
      this.#isSelfContained = false;
    return found.ns;
  }

  #expanded(attributes: readonly string[] | undefined, scope: Scope | undefined): readonly string[] {
    const expanded = [...(attributes ?? NOTHING)];
    for (let i = 0; i < expanded.length; i += 2) expanded[i] = this.#expandedName(expanded[i] as string, scope);
    for (let i = 0; i < expanded.length; i += 2) {
      // Namespaces in XML 1.0 §6.3
      if (isNameBefore(expanded, i)) {
        throw new XmlError("not-well-formed", "an attribute given twice");
      }
    }
    return expanded;
  }

  #expandedName(name: string, scope: Scope | undefined): string {
    const colon = name.indexOf(":");
    if (colon === -1 || name === "xml:lang") return name;
    const ns = this.#resolve(scope, name.slice(0, colon));
    this.#spread += ns.length;
    return `{${ns}}${name.slice(colon + 1)}`;
  }
}

function isNameBefore(list: readonly string[], at: number): boolean {
  for (let i = 0; i < at; i += 2) if (list[i] === list[at]) return true;
  return false;
}

function defaultOf(declarations: readonly string[] | undefined): string | undefined {
  if (declarations === undefined) return undefined;
  for (let i = 0; i < declarations.length; i += 2) if (declarations[i] === "xmlns") return declarations[i + 1];
  return undefined;
}
