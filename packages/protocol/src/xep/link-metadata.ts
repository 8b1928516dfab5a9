import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** What a page says of itself, as its sender tells (XEP-0511): a claim, not a fact. */
export interface LinkMetadata {
  /** The address as it stands in the message. */
  readonly about: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly siteName?: string | undefined;
  /** A data URI. Other addresses are not taken up: to fetch them would tell somebody who reads it, and when. */
  readonly image?: string | undefined;
}

/** XEP-0511 §3.1, in the words of Open Graph. */
export function linkMetadata({ about, title, description, siteName, image }: LinkMetadata): Element {
  const word = (name: string, text: string | undefined) =>
    text === undefined || text === "" ? undefined : xml(name, NS.openGraph, null, text);
  return xml(
    "Description",
    NS.rdf,
    { [ABOUT]: about },
    word("title", title),
    word("description", description),
    word("site_name", siteName),
    word("image", image),
  );
}

/** Of a `<Description/>`; undefined: it describes nothing that is said where. */
export function linkMetadataOf(description: Element): LinkMetadata | undefined {
  const about = description.attr(ABOUT);
  if (!description.is("Description", NS.rdf) || !about) return undefined;
  const word = (name: string) => description.childText(name, NS.openGraph)?.trim() || undefined;
  const images = description.elements().filter((child) => child.is("image", NS.openGraph));
  return {
    about,
    title: word("title"),
    description: word("description"),
    siteName: word("site_name"),
    image: images.map(({ text }) => text.trim()).find((text) => text.startsWith("data:")),
  };
}

const ABOUT = `{${NS.rdf}}about`;
