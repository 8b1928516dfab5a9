import type { CareActions, Message, OwnPicture, PeopleActions, PeopleApi, Report } from "@yonder/client";

/** What is known of people in a scene. */
export class ScenePeople implements PeopleApi {
  blocked: readonly string[] = [];
  status = "";
  readonly #names = new Map<string, string>();
  readonly #pictures = new Map<string, string>();
  readonly #abouts = new Map([["amina@hillside.example", "Keeps the hut on the hill, and the telescope in order."]]);
  readonly #own: () => string;
  readonly #changed: () => void;
  readonly #care: CareActions;
  readonly #kept: (peer: string) => readonly Message[];

  constructor(own: () => string, changed: () => void, care: CareActions, kept: (peer: string) => readonly Message[]) {
    this.#kept = kept;
    this.#own = own;
    this.#care = care;
    this.#changed = changed;
  }

  isBlocked(address: string): boolean {
    return this.blocked.includes(address);
  }

  nameOf(address: string): string | undefined {
    return this.#names.get(address);
  }

  pictureOf(address: string): string | undefined {
    return this.#pictures.get(address);
  }

  async actions(): Promise<PeopleActions> {
    return {
      ...this.#care,
      kept: async (peer: string) => this.#kept(peer),
      past: async () => ({ messages: [], changes: [] }),
      setStatus: async (status: string) => {
        this.status = status;
        this.#changed();
      },
      about: async (address: string) => this.#abouts.get(address) ?? "",
      ownCard: async () => ({ about: this.#abouts.get(this.#own()) ?? "", isShownToAll: false }),
      showToAll: async () => {},
      setAbout: async (about: string) => void this.#abouts.set(this.#own(), about),
      setName: async (name: string) => {
        this.#names.set(this.#own(), name);
        this.#changed();
      },
      setPicture: async (picture: OwnPicture | undefined) => {
        if (picture) this.#pictures.set(this.#own(), `data:${picture.type};base64,${picture.data}`);
        else this.#pictures.delete(this.#own());
        this.#changed();
      },
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
