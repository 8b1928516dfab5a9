import type { Contact, Conversation } from "@yonder/client";
import { localPart } from "../../components/identity.ts";

/** A line of the list: a conversation, or a contact that there is none with yet. */
export interface Entry {
  readonly peer: string;
  readonly name: string;
  readonly contact?: Contact | undefined;
  readonly conversation?: Conversation | undefined;
}

/** What is pinned in its order, conversations newest first, then contacts by name. A draft without messages stands on top. */
export function listEntries(
  conversations: readonly Conversation[],
  contacts: readonly Contact[],
  nameOf: (address: string) => string,
): Entry[] {
  const byAddress = new Map(contacts.map((contact) => [contact.address, contact]));
  const held = conversations.filter(
    (one) => one.last || draftOf(one) || one.kind === "group" || byAddress.has(one.peer),
  );
  const seen = new Set(held.map((one) => one.peer));
  const talks = held.map((conversation) => ({
    peer: conversation.peer,
    name: nameOf(conversation.peer),
    contact: byAddress.get(conversation.peer),
    conversation,
  }));
  const others = contacts.filter((contact) => !seen.has(contact.address));
  const silent = others.map((contact) => ({ peer: contact.address, name: nameOf(contact.address), contact }));
  const order = (entry: Entry) =>
    entry.conversation?.last?.at ?? (isBegun(entry.conversation) ? Number.POSITIVE_INFINITY : 0);
  const rank = ({ conversation }: Entry) => conversation?.pinned ?? Number.MAX_VALUE;
  return [...talks, ...silent].sort((a, b) => rank(a) - rank(b) || order(b) - order(a) || a.name.localeCompare(b.name));
}

/** Without a message yet, and about to have one: a draft, a new group. */
function isBegun(conversation: Conversation | undefined): boolean {
  return conversation !== undefined && (draftOf(conversation) !== "" || conversation.kind === "group");
}

/** What is written and not sent, or else what is attached. */
export function draftOf({ draft, attached = [] }: Pick<Conversation, "draft" | "attached">): string {
  return draft || attached.map(({ name }) => name).join(", ");
}

/** Those whose name, address or last message has every word of the text, whatever the case and accents. A server's name counts from an @ on. */
export function filterEntries(entries: readonly Entry[], text: string): Entry[] {
  const words = fold(text).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries.filter((entry) => {
    const address = text.includes("@") ? entry.peer : localPart(entry.peer);
    const hay = fold(`${entry.name} ${address} ${entry.conversation?.last?.body ?? ""}`);
    return words.every((word) => hay.includes(word));
  });
}

/** Where a word of the text stands in a name, for marking it. */
export function findMark(name: string, text: string): { readonly start: number; readonly end: number } | undefined {
  const word = text.trim().split(/\s+/u)[0] ?? "";
  const start = word ? name.toLocaleLowerCase().indexOf(word.toLocaleLowerCase()) : -1;
  return start === -1 ? undefined : { start, end: start + word.length };
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}
