import type { PeopleActions, PeopleApi, Report } from "@yonder/client";

/** What is known of people in a scene. */
export class ScenePeople implements PeopleApi {
  blocked: readonly string[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  isBlocked(address: string): boolean {
    return this.blocked.includes(address);
  }

  async actions(): Promise<PeopleActions> {
    return {
      pushKey: async () => undefined,
      beginPush: async () => {},
      endPush: async () => {},
      block: async (address: string, _report?: Report) => this.#set([...this.blocked, address]),
      unblock: async (address: string) => this.#set(this.blocked.filter((one) => one !== address)),
    };
  }

  #set(blocked: readonly string[]): void {
    this.blocked = blocked;
    this.#changed();
  }
}
