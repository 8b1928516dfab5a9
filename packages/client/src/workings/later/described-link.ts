import { type LinkMetadata, linkMetadata, linkMetadataOf, parseElement, serialize, UNLIMITED } from "@yonder/protocol";

export type { LinkMetadata } from "@yonder/protocol";

/** What is said of a link, as it is sent along with a message (XEP-0511). */
export function describeLink(words: LinkMetadata): string {
  return serialize(linkMetadata(words));
}

/** What a message says of a link. */
export function readLink(text: string): LinkMetadata | undefined {
  return linkMetadataOf(parseElement(text, UNLIMITED));
}
