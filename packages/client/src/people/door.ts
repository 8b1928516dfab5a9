import { type Element, NS } from "@yonder/protocol";
import { bareOf, domainOf } from "../address.ts";
import type { Context } from "../context.ts";
import type { People } from "./later/people.ts";
import { PeopleState } from "./people-state.ts";
import type { PeopleActions, PeopleApi, StoredPeople } from "./types.ts";

/** Nodes whose news are ours to tell. */
export const TOLD: readonly string[] = [NS.avatarMetadata, NS.nick, NS.conversations, NS.ownDisplayed, NS.ownStatus];

/** Stanzas that are kept until the rest is there. */
const MAX_KEPT = 2_000;

/** Knows from storage what the first screen shows of people; the rest is loaded once we are online. */
export class PeopleDoor implements PeopleApi {
  readonly state: PeopleState;
  readonly #context: Context;
  readonly #load: (state: PeopleState) => Promise<People>;
  #people: People | undefined;
  #loading: Promise<People> | undefined;
  #kept: Element[] = [];
  #isNew = false;

  constructor(context: Context, load: (state: PeopleState) => Promise<People>) {
    this.#context = context;
    this.#load = load;
    this.state = new PeopleState(context);
  }

  get blocked(): readonly string[] {
    return this.state.stored.blocked;
  }

  isBlocked(address: string): boolean {
    return this.blocked.some((one) => one === address || one === domainOf(address));
  }

  get status(): string {
    return this.state.stored.status ?? "";
  }

  nameOf(address: string): string | undefined {
    return this.state.stored.profiles[address]?.name;
  }

  pictureOf(address: string): string | undefined {
    const picture = this.state.pictures.get(address);
    if (picture === undefined && this.state.stored.profiles[address]?.avatar !== "")
      this.#openQuietly((people) => people.want(address));
    return picture;
  }

  async actions(): Promise<PeopleActions> {
    return (await this.#open()).actions;
  }

  restore(stored: StoredPeople | undefined): void {
    this.state.restore(stored);
  }

  clear(): void {
    this.#kept = [];
    this.state.restore();
    this.#people?.clear();
  }

  /** A new session. */
  begin(): void {
    this.#isNew = true;
  }

  online(): void {
    if (!this.#isNew) return this.#people?.resumed();
    this.#isNew = false;
    this.#openQuietly((people) => people.begin());
  }

  /** Whether the stanza is none of the others' business. */
  takes(stanza: Element): boolean {
    if (!this.#isTheirs(stanza)) return false;
    if (this.#people) this.#people.stanza(stanza);
    else if (this.#kept.push(stanza) > MAX_KEPT) this.#kept.shift();
    if (!this.#people) this.#openQuietly(() => {});
    return true;
  }

  /** A push is believed from our own account alone (XEP-0191 §3.3). */
  #isTheirs(stanza: Element): boolean {
    if (stanza.name === "message") {
      const node = stanza.child("event", NS.pubsubEvent)?.child("items")?.attr("node");
      return TOLD.includes(node ?? "");
    }
    const isOwn = bareOf(stanza.attr("from") ?? this.#context.address) === this.#context.address;
    return stanza.name === "iq" && isOwn && stanza.firstElement?.ns === NS.blocking;
  }

  #open(): Promise<People> {
    this.#loading ??= this.#load(this.state).then((people) => {
      this.#people = people;
      for (const stanza of this.#kept) people.stanza(stanza);
      this.#kept = [];
      return people;
    });
    this.#loading.catch(() => {
      this.#loading = undefined; // the next one who asks tries again
    });
    return this.#loading;
  }

  #openQuietly(then: (people: People) => void): void {
    this.#open().then(then, (cause: unknown) =>
      this.#context.log("what is known of people could not be loaded", cause),
    );
  }
}
