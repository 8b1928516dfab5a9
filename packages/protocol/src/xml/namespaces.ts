import { NS } from "../ns.ts";
import { XmlError } from "./xml-error.ts";

/** What the prefixes stand for inside an element, innermost first. */
export interface Scope {
  readonly prefix: string;
  readonly ns: string;
  /** Depth of the element that declared it. */
  readonly depth: number;
  /** How many prefixes are in scope with it. */
  readonly size: number;
  readonly outer: Scope | undefined;
}

const XML_SCOPE: Scope = { prefix: "xml", ns: NS.xml, depth: -1, size: 0, outer: undefined };
// Never part of a URI (RFC 3986 §2), and used as separators by some
const SEPARATOR = /[\s{}|<>"\\^`]/;

/** The scope with the declarations of a tag (Namespaces in XML 1.0 §2.2, §3); `most`: prefixes that may be in it. */
export function declare(
  outer: Scope | undefined,
  declarations: readonly string[],
  depth: number,
  most: number,
): Scope | undefined {
  let scope = outer;
  for (let i = 0; i < declarations.length; i += 2) {
    const name = declarations[i] as string;
    const ns = declarations[i + 1] as string;
    checkDeclaration(name, ns);
    if (name === "xmlns") continue;
    const size: number = (scope?.size ?? 0) + 1;
    if (size > most) throw new XmlError("policy-violation", "too many prefixes");
    scope = { prefix: name.slice(6), ns, depth, size, outer: scope };
  }
  return scope;
}

/** What a prefix stands for. */
export function resolvePrefix(scope: Scope | undefined, prefix: string): Scope {
  if (prefix === "xml") return XML_SCOPE;
  for (let s = scope; s !== undefined; s = s.outer) if (s.prefix === prefix) return s;
  throw new XmlError("bad-namespace-prefix", "a prefix without a namespace");
}

function checkDeclaration(name: string, ns: string): void {
  const isXml = name === "xmlns:xml";
  if (name === "xmlns:xmlns" || ns === NS.xmlns || isXml !== (ns === NS.xml)) {
    throw new XmlError("bad-namespace-prefix", "xml and xmlns cannot be declared otherwise");
  }
  if (ns === "" && name !== "xmlns") throw new XmlError("bad-namespace-prefix", "a prefix without a namespace");
  if (SEPARATOR.test(ns)) throw new XmlError("bad-format", "a namespace name that is no URI");
}
