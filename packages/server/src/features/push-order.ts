import type { Element } from "@yonder/protocol";

const MAX_PUSHES = 16;
const MAX_USERS = 10_000;

interface Push {
  readonly contact: string;
  /** An account that was made anew under an old name counts its versions from the beginning. */
  readonly owner: number;
  readonly version: number;
}

/**
 * Roster pushes (RFC 6121 §2.1.6) that two nodes made within milliseconds may come here in another order. Of one contact, the older must
 * not be taken for the newer.
 */
export class PushOrder {
  /** By user, the last pushes. */
  readonly #users = new Map<string, Push[]>();

  /** Whether a newer push for the same contact was here before. */
  isLate(user: string, push: Element): boolean {
    const contact = push.child("item")?.attr("jid") ?? "";
    const [owner, version] = (push.attr("ver") ?? "").split(".").map(Number);
    if (owner === undefined || version === undefined) return false;
    const pushes = this.#users.get(user) ?? [];
    if (pushes.some((other) => other.contact === contact && other.owner === owner && other.version > version))
      return true;
    pushes.push({ contact, owner, version });
    if (pushes.length > MAX_PUSHES) pushes.shift();
    this.#users.delete(user);
    this.#users.set(user, pushes);
    if (this.#users.size > MAX_USERS) this.#forgetOldest();
    return false;
  }

  #forgetOldest(): void {
    const { value } = this.#users.keys().next();
    if (value !== undefined) this.#users.delete(value);
  }
}
