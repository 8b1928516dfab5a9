import { NS } from "../ns.ts";
import { toBase64, utf8 } from "../sasl/base64.ts";
import { type Element, xml } from "../xml/element.ts";
import type { DataForm, FormField } from "./data-form.ts";
import type { DiscoInfo, Identity } from "./disco.ts";

/** What presence says of an entity's capabilities (XEP-0115 §4). */
export interface Caps {
  readonly node: string;
  readonly ver: string;
  /** "sha-1" in practice. */
  readonly hash: string;
}

export function caps({ node, ver, hash }: Caps): Element {
  return xml("c", NS.caps, { hash, node, ver });
}

/** The capabilities in a presence; the legacy format without a hash does not count (XEP-0115 §5.4, step 1). */
export function capsOf(presence: Element): Caps | undefined {
  const c = presence.child("c", NS.caps);
  const [node, ver, hash] = [c?.attr("node"), c?.attr("ver"), c?.attr("hash")];
  return node === undefined || ver === undefined || hash === undefined ? undefined : { node, ver, hash };
}

/** The verification string's SHA-1 in base64 (XEP-0115 §5.1), by WebCrypto; `undefined` for information that is ill-formed. */
export async function capsHash(info: DiscoInfo): Promise<string | undefined> {
  const text = verificationString(info);
  return text === undefined ? undefined : toBase64(new Uint8Array(await crypto.subtle.digest("SHA-1", utf8(text))));
}

/**
 * What is hashed (XEP-0115 §5.1). `undefined` for information that §5.4 (steps 3.3 to 3.5) calls ill-formed, with something in
 * it twice, or that could be read in two ways since a part has a "<" or "/" in it: a hash over it proves nothing.
 */
export function verificationString(info: DiscoInfo): string | undefined {
  const forms = (info.forms ?? []).filter((form) => form.formType !== undefined);
  const identities = info.identities.map(identityText);
  const formTypes = forms.map((form) => form.formType ?? "");
  if (info.forms?.some(hasTwoTypes)) return undefined;
  if (info.identities.some(hasSlash)) return undefined;
  if (hasTwice(identities) || hasTwice(info.features) || hasTwice(formTypes)) return undefined;
  const parts = [
    ...sorted(identities),
    ...sorted(info.features),
    ...sortedBy(forms, (form) => form.formType ?? "").flatMap(formParts),
  ];
  return parts.some((part) => part.includes("<")) ? undefined : parts.map((part) => `${part}<`).join("");
}

function identityText({ category, type, lang = "", name = "" }: Identity): string {
  return `${category}/${type}/${lang}/${name}`;
}

function formParts(form: DataForm): string[] {
  return [
    form.formType ?? "",
    ...sortedBy(form.fields, nameOf).flatMap((field) => [nameOf(field), ...sorted(field.values)]),
  ];
}

function nameOf(field: FormField): string {
  return field.name ?? "";
}

function hasSlash({ category, type, lang = "" }: Identity): boolean {
  return `${category}${type}${lang}`.includes("/");
}

function hasTwoTypes(form: DataForm): boolean {
  return form.fields.some((field) => field.name === "FORM_TYPE" && field.type === "hidden" && field.values.length > 1);
}

function hasTwice(texts: readonly string[]): boolean {
  return new Set(texts).size < texts.length;
}

function sorted(texts: readonly string[]): string[] {
  return sortedBy(texts, (text) => text);
}

/** By i;octet (RFC 4790 §9.3): the order of code points, which is not that of UTF-16. */
function sortedBy<T>(list: readonly T[], key: (item: T) => string): T[] {
  return list.toSorted((a, b) => compareCodePoints(key(a), key(b)));
}

function compareCodePoints(a: string, b: string): number {
  const [x, y] = [[...a], [...b]];
  const length = Math.min(x.length, y.length);
  for (let i = 0; i < length; i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}
