import type { Element } from "@yonder/protocol";

const MAX_PUSHES = 16;
const MAX_USERS = 10_000;

/**
 * Roster pushes (RFC 6121 §2.1.6) that two nodes made within milliseconds may come here in another order. Of one contact, the older must
 * not be taken for the newer.
 */
export class PushOrder {
  /** By user, the last pushes: contact and version. */
  readonly #users = new Map<string, (readonly [contact: string, version: number])[]>();

  /** Whether a newer push for the same contact was here before. */
  isLate(user: string, push: Element): boolean {
    const contact = push.child("item")?.attr("jid") ?? "";
    const version = Number(push.attr("ver")?.split(".").at(-1));
    if (!Number.isFinite(version)) return false;
    const pushes = this.#users.get(user) ?? [];
    if (pushes.some(([other, newer]) => other === contact && newer > version)) return true;
    pushes.push([contact, version]);
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
