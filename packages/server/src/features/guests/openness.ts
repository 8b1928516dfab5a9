import type { Account } from "../../store/store.ts";
import type { Host } from "../feature.ts";

type Place = Pick<Host, "store">;

/** What guests are told of whom they write to. */
export interface ContactLink {
  /** As its owner wants to be called there; "" when nothing was said. */
  readonly name: string;
  /** Their picture, whoever else may see it. */
  readonly hasPicture?: boolean;
}

/** Characters of the name. */
const MAX_NAME = 100;

/** An account's contact link, by which guests write to it; nobody has one but who said so. */
export async function contactLinkOf({ store }: Place, account: Pick<Account, "id">): Promise<ContactLink | undefined> {
  const value = await store.settings.get(keyOf(account));
  if (value === undefined) return undefined;
  const [kind = ""] = value.split(" ", 1);
  return { name: value.slice(kind.length).trim(), ...(kind === WITH_PICTURE && { hasPicture: true }) };
}

/** Opens the contact link of an account, or closes it. */
export async function setContactLink(
  { store }: Place,
  account: Pick<Account, "id">,
  link: ContactLink | undefined,
): Promise<void> {
  await store.settings.set(
    keyOf(account),
    link && `${link.hasPicture ? WITH_PICTURE : OPEN} ${shown(link.name)}`.trim(),
  );
}

/** A name as guests read it. */
export function shown(name: string): string {
  return [...name.replace(/\p{C}/gu, "").trim()].slice(0, MAX_NAME).join("");
}

/** What the setting begins with; the name follows. */
const OPEN = "open";
const WITH_PICTURE = "open+picture";

/** By id, which no other account ever has. */
function keyOf({ id }: Pick<Account, "id">): string {
  return `guests-of-${id}`;
}
