import { Element } from "./element.ts";

/** Roughly how many characters an element has as text; quick for one that came in a stream. */
export function weightOf(e: Element): number {
  const known = Element.serializedOf(e);
  let weight = 2 * e.name.length + (known?.inner.length ?? 0);
  for (const part of e.attributes) weight += part.length;
  for (let i = known?.covered ?? 0; i < e.children.length; i++) {
    const child = e.children[i];
    if (child !== undefined) weight += typeof child === "string" ? child.length : weightOf(child);
  }
  return weight;
}
