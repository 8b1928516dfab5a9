import type { GroupNotice } from "./types.ts";

/** Older ones are not shown. */
const MAX_NOTICES = 100;

/** What happened in a group besides messages, since this page was opened. */
export class Notices {
  #list: readonly GroupNotice[] = [];
  #count = 0;

  get list(): readonly GroupNotice[] {
    return this.#list;
  }

  add(notice: Omit<GroupNotice, "key">): void {
    this.#count += 1;
    const next = [...this.#list, { ...notice, key: `notice-${this.#count}` }];
    this.#list = next.toSorted((a, b) => a.at - b.at).slice(-MAX_NOTICES);
  }
}
