import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { type DataForm, dataForm, parseDataForm } from "./data-form.ts";

/** XEP-0030 §3.1 */
export interface Identity {
  readonly category: string;
  readonly type: string;
  readonly name?: string | undefined;
  readonly lang?: string | undefined;
}

/** What an entity says of itself. */
export interface DiscoInfo {
  readonly node?: string | undefined;
  readonly identities: readonly Identity[];
  readonly features: readonly string[];
  /** XEP-0128 */
  readonly forms?: readonly DataForm[];
}

/** XEP-0030 §4.1 */
export interface DiscoItem {
  readonly jid: string;
  readonly node?: string | undefined;
  readonly name?: string | undefined;
}

export function discoInfo({ node, identities, features, forms = [] }: DiscoInfo): Element {
  const children = [
    ...identities.map(({ category, type, name, lang }) =>
      xml("identity", NS.discoInfo, { category, type, name, "xml:lang": lang }),
    ),
    ...features.map((feature) => xml("feature", NS.discoInfo, { var: feature })),
    ...forms.map(dataForm),
  ];
  return xml("query", NS.discoInfo, { node }, ...children);
}

export function parseDiscoInfo(query: Element): DiscoInfo {
  const children = query.elements();
  return {
    node: query.attr("node"),
    identities: children.filter((e) => e.is("identity", NS.discoInfo)).map(parseIdentity),
    features: children.filter((e) => e.is("feature", NS.discoInfo)).map((e) => e.attr("var") ?? ""),
    forms: children.filter((e) => e.is("x", NS.dataForms)).map(parseDataForm),
  };
}

export function discoItems(items: readonly DiscoItem[], node?: string): Element {
  return xml(
    "query",
    NS.discoItems,
    { node },
    ...items.map((item) => xml("item", NS.discoItems, { jid: item.jid, node: item.node, name: item.name })),
  );
}

export function parseDiscoItems(query: Element): DiscoItem[] {
  return query.elements().flatMap((e) => {
    const jid = e.attr("jid");
    return e.is("item", NS.discoItems) && jid !== undefined
      ? [{ jid, node: e.attr("node"), name: e.attr("name") }]
      : [];
  });
}

function parseIdentity(e: Element): Identity {
  return {
    category: e.attr("category") ?? "",
    type: e.attr("type") ?? "",
    name: e.attr("name"),
    lang: e.attr("xml:lang"),
  };
}
