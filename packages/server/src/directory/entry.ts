import type { PresenceSummary, Registration } from "./directory.ts";
import { type Life, lifeText, readLife } from "./life.ts";

const bit = { isAvailable: 1, hasCarbons: 2, isInterested: 4, isUnattended: 8 } as const;

/**
 * A session as it stands in the engine: `35 x7Gh2k9Q node-1` is available, has carbons, priority 5. It ends with the life it belongs
 * to, by which scripts recognise it, and is short, since every session costs it.
 */
export function encodeEntry(presence: PresenceSummary, life: Life): string {
  const flags =
    (presence.isAvailable ? bit.isAvailable : 0) |
    (presence.hasCarbons ? bit.hasCarbons : 0) |
    (presence.isInterested ? bit.isInterested : 0) |
    (presence.isUnattended ? bit.isUnattended : 0);
  return `${flags.toString(16)}${presence.priority}${ownerOf(life)}`;
}

/** How the entries of a life end, and of no other. */
export function ownerOf(life: Life): string {
  return ` ${lifeText(life)}`;
}

export function decodeEntry(user: string, resource: string, entry: string): Registration {
  const space = entry.indexOf(" ");
  const flags = Number.parseInt(entry[0] ?? "", 16);
  return {
    user,
    resource,
    ...readLife(entry.slice(space + 1)),
    presence: {
      isAvailable: (flags & bit.isAvailable) !== 0,
      priority: Number(entry.slice(1, space)),
      hasCarbons: (flags & bit.hasCarbons) !== 0,
      isInterested: (flags & bit.isInterested) !== 0,
      ...((flags & bit.isUnattended) !== 0 && { isUnattended: true }),
    },
  };
}

/** A hash as the engine answers it: resource, entry, resource, entry, … */
export function decodeEntries(user: string, fields: readonly string[]): Registration[] {
  const registrations: Registration[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2)
    registrations.push(decodeEntry(user, fields[i] ?? "", fields[i + 1] ?? ""));
  return registrations;
}
