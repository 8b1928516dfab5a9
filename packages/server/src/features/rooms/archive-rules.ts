import type { Element } from "@yonder/protocol";
import { withAttrs } from "@yonder/protocol";
import { storagePolicy } from "../../router/storage-rules.ts";

/** Whether a message to all belongs in the room's archive (XEP-0313 §6.1.2, XEP-0334 §4): as one for a single person would. */
export function isArchived(stanza: Element): boolean {
  return storagePolicy(withAttrs(stanza, { type: undefined })).shouldArchive;
}
