import type { Element } from "@yonder/protocol";

/** What the placeholders of a script stand for, by name. */
export type Bindings = ReadonlyMap<string, string>;

/** A mismatch, told as a path and what stood there; or the bindings, with those that this stanza added. */
export type MatchResult =
  | { readonly kind: "match"; readonly bindings: Bindings }
  | { readonly kind: "mismatch"; readonly reason: string };

/**
 * Compares a stanza with what a script expects. Literal, but for: white space between elements, xml:lang,
 * placeholders (`{any}`, `{datetime}`, `{name}`), `...` for further children, and the quoted payload and text of errors.
 */
export function matchStanza(expected: Element, actual: Element, bindings: Bindings): MatchResult {
  const found = new Map(bindings);
  const reason = compare(expected, actual, found, `<${expected.name}>`);
  return reason === undefined ? { kind: "match", bindings: found } : { kind: "mismatch", reason };
}

/** Puts what was bound in the place of `{name}`. Throws for a name that nothing bound. */
export function fillIn(xml: string, bindings: Bindings): string {
  return xml.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = bindings.get(name);
    if (value === undefined) throw new Error(`nothing is bound to {${name}}`);
    return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("'", "&apos;").replaceAll('"', "&quot;");
  });
}

const PLACEHOLDER = /\{([a-z][\w-]*)\}/g;
const DATETIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z";

type Found = Map<string, string>;

function compare(expected: Element, actual: Element, found: Found, path: string): string | undefined {
  if (!actual.is(expected.name, expected.ns)) return `${path}: found <${actual.name} xmlns='${actual.ns}'>`;
  return compareAttributes(expected, actual, found, path) ?? compareContent(expected, actual, found, path);
}

function compareAttributes(expected: Element, actual: Element, found: Found, path: string): string | undefined {
  const names = new Set([...attributeNames(expected), ...attributeNames(actual)]);
  names.delete("xml:lang");
  // RFC 6120 §8.3.2: who reports an error may name itself
  if (actual.name === "error") names.delete("by");
  for (const name of names) {
    const reason = compareText(expected.attr(name), actual.attr(name), found);
    if (reason !== undefined) return `${path} ${name}: ${reason}`;
  }
  return undefined;
}

function attributeNames(element: Element): string[] {
  return element.attributes.filter((_, index) => index % 2 === 0);
}

function compareContent(expected: Element, actual: Element, found: Found, path: string): string | undefined {
  const children = expected.elements();
  if (children.length === 0 && actual.elements().length === 0) {
    const reason = compareText(expected.text.trim(), actual.text.trim(), found);
    return reason === undefined || expected.text.trim() === "..." ? undefined : `${path} text: ${reason}`;
  }
  return compareChildren(children, actual, found, path, isOpen(expected));
}

// RFC 6120 §8.3.1: an error may quote the stanza it answers, and say more in words
function isOpen(expected: Element): boolean {
  return expected.text.trim() === "..." || expected.attr("type") === "error" || expected.name === "error";
}

function compareChildren(
  children: Element[],
  actual: Element,
  found: Found,
  path: string,
  isOpenEnded: boolean,
): string | undefined {
  const rest = actual.elements();
  for (const child of children) {
    const childPath = `${path}<${child.name}>`;
    let reason: string | undefined = `${childPath}: missing`;
    const index = rest.findIndex((candidate) => {
      const attempt = new Map(found);
      const mismatch = compare(child, candidate, attempt, childPath);
      if (mismatch === undefined) for (const [name, value] of attempt) found.set(name, value);
      else if (candidate.is(child.name, child.ns)) reason = mismatch;
      return mismatch === undefined;
    });
    if (index < 0) return reason;
    rest.splice(index, 1);
  }
  const surplus = rest[0];
  return surplus === undefined || isOpenEnded
    ? undefined
    : `${path}: unexpected <${surplus.name} xmlns='${surplus.ns}'>`;
}

function compareText(expected: string | undefined, actual: string | undefined, found: Found): string | undefined {
  if (expected === actual) return undefined;
  if (expected === undefined) return `unexpected '${actual}'`;
  if (actual === undefined) return `missing, expected '${expected}'`;
  const names: string[] = [];
  const pattern = patternOf(expected, found, names);
  const match = pattern.exec(actual);
  if (!match) return `'${actual}' instead of '${expected}'`;
  for (const [index, name] of names.entries()) found.set(name, match[index + 1] ?? "");
  return undefined;
}

function patternOf(expected: string, found: Found, names: string[]): RegExp {
  const source = expected.split(PLACEHOLDER).map((part, index) => {
    if (index % 2 === 0) return RegExp.escape(part);
    if (part === "any") return ".*";
    if (part === "datetime") return DATETIME;
    const bound = found.get(part);
    if (bound !== undefined) return RegExp.escape(bound);
    names.push(part);
    return "(.+)";
  });
  return new RegExp(`^${source.join("")}$`, "s");
}
