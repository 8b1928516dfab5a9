/** A child of an element: another element, or text (never empty, never next to other text when scanned). */
export type Child = Element | string;

/** Attributes by name: "id", "xml:lang", or "{namespace}local" for other prefixed ones. `undefined` means absent. */
export type Attrs = Readonly<Record<string, string | undefined>>;

/**
 * What is known of an element's serialised form. `inner` is the text between the tags for the first `covered` children,
 * valid wherever the element's own namespace is the default one; `full` is the whole text for the namespace `context`.
 */
export interface Serialized {
  readonly inner: string;
  readonly covered: number;
  readonly full?: string;
  readonly context?: string | undefined;
}

/** An XML element, deeply immutable. Made by `xml()` or a scanner. */
export class Element {
  readonly name: string;
  readonly ns: string;
  /** Flat: name, value, name, value … in order. Names as in `Attrs`. */
  readonly attributes: readonly string[];
  readonly children: readonly Child[];
  #serialized: Serialized | undefined;

  constructor(
    name: string,
    ns: string,
    attributes: readonly string[],
    children: readonly Child[],
    serialized?: Serialized,
  ) {
    this.name = name;
    this.ns = ns;
    this.attributes = attributes;
    this.children = children;
    this.#serialized = serialized;
  }

  attr(name: string): string | undefined {
    const attributes = this.attributes;
    for (let i = 0; i < attributes.length; i += 2) if (attributes[i] === name) return attributes[i + 1];
    return undefined;
  }

  /** Whether this is `<name xmlns='ns'/>`; without `ns`, whether it has that local name. */
  is(name: string, ns?: string): boolean {
    return this.name === name && (ns === undefined || this.ns === ns);
  }

  /** The first child element of that name, by default in this element's namespace. */
  child(name: string, ns: string = this.ns): Element | undefined {
    for (const c of this.children) if (typeof c !== "string" && c.name === name && c.ns === ns) return c;
    return undefined;
  }

  /** The first child element in that namespace, whatever its name. */
  childWithNs(ns: string): Element | undefined {
    for (const c of this.children) if (typeof c !== "string" && c.ns === ns) return c;
    return undefined;
  }

  elements(): Element[] {
    return this.children.filter((c) => typeof c !== "string");
  }

  get firstElement(): Element | undefined {
    for (const c of this.children) if (typeof c !== "string") return c;
    return undefined;
  }

  /** This element's own text: its text children joined. */
  get text(): string {
    if (this.children.length === 0) return "";
    let text = "";
    for (const c of this.children) if (typeof c === "string") text += c;
    return text;
  }

  childText(name: string, ns?: string): string | undefined {
    return this.child(name, ns)?.text;
  }

  /** For the serializer. */
  static serializedOf(e: Element): Serialized | undefined {
    return e.#serialized;
  }

  /** For the serializer: remembers a form; the element's value does not change. */
  static remember(e: Element, serialized: Serialized): void {
    e.#serialized = serialized;
  }
}

const NOTHING: readonly never[] = [];

/** Makes an element. Children that are `undefined` or empty text are left out. */
export function xml(name: string, ns: string, attrs?: Attrs | null, ...children: (Child | undefined)[]): Element {
  return new Element(name, ns, attrs ? flatten(attrs) : NOTHING, present(children));
}

/** An element with content as the serializer would write it, for what is only passed on: nobody finds children in it. */
export function sealed(name: string, ns: string, attrs: Attrs, inner: string): Element {
  return new Element(name, ns, flatten(attrs), NOTHING, { inner, covered: 0 });
}

/** The element with some attributes set, or removed where the value is `undefined`. */
export function withAttrs(e: Element, changes: Attrs): Element {
  const attributes: string[] = [];
  const names = Object.keys(changes);
  for (let i = 0; i < e.attributes.length; i += 2) {
    const name = e.attributes[i] as string;
    const value = names.includes(name) ? changes[name] : e.attributes[i + 1];
    if (value !== undefined) attributes.push(name, value);
  }
  for (const name of names) {
    const value = changes[name];
    if (value !== undefined && e.attr(name) === undefined) attributes.push(name, value);
  }
  return new Element(e.name, e.ns, attributes, e.children, innerOnly(e));
}

/** The element with other children. */
export function withChildren(e: Element, children: readonly Child[]): Element {
  return new Element(e.name, e.ns, e.attributes, present(children));
}

/** The element with one more child at its end. */
export function appendChild(e: Element, child: Element): Element {
  return new Element(e.name, e.ns, e.attributes, [...e.children, child], innerOnly(e));
}

/** The element without the child elements that match; the same object if none does. */
export function withoutChildren(e: Element, predicate: (c: Element) => boolean): Element {
  const kept = e.children.filter((c) => typeof c === "string" || !predicate(c));
  return kept.length === e.children.length ? e : new Element(e.name, e.ns, e.attributes, kept);
}

function flatten(attrs: Attrs): readonly string[] {
  const flat: string[] = [];
  for (const name of Object.keys(attrs)) {
    const value = attrs[name];
    if (value !== undefined) flat.push(name, value);
  }
  return flat.length === 0 ? NOTHING : flat;
}

function present(children: readonly (Child | undefined)[]): readonly Child[] {
  const kept = children.filter((c) => c !== undefined && c !== "");
  return kept.length === 0 ? NOTHING : (kept as Child[]);
}

function innerOnly(e: Element): Serialized | undefined {
  const known = Element.serializedOf(e);
  return known && { inner: known.inner, covered: known.covered };
}
