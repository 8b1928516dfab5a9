import { readAddress } from "../address.ts";
import { randomId } from "../random.ts";

/** An account that this browser remembers. */
export interface KeptAccount {
  readonly address: string;
  /** Under this name its storage is opened. */
  readonly slot: string;
  /** As far as a tab that showed it knew: its name, what was unread, and when that was. */
  readonly name?: string;
  readonly unread?: number;
  readonly at?: number;
}

/** The part of the standard Storage that is used. */
export interface PageStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface PageStores {
  /** All tabs have it. */
  readonly local: PageStore;
  /** One tab has it, and its duplicates a copy. */
  readonly session: PageStore;
}

const ACCOUNTS = "yonder-accounts";
const ABANDONED = "yonder-abandoned";
const CHOSEN = "yonder-slot";
/** Where the first account is kept; before there were several, the only one. */
const FIRST = "yonder";
/** Of accounts that are not remembered: they live in one tab. */
const PASSING = "yonder-tab-";
const NOBODY = "yonder-nobody";

/** Where this browser keeps its accounts, each apart from the others, and which of them this tab shows. */
export class Slots {
  readonly #stores: () => PageStores;

  constructor(stores: () => PageStores = () => ({ local: localStorage, session: sessionStorage })) {
    this.#stores = stores;
  }

  /** Those that were used last come first. */
  get accounts(): readonly KeptAccount[] {
    return attempt(() => JSON.parse(this.#stores().local.getItem(ACCOUNTS) ?? "[]").filter(isKept)) ?? [];
  }

  /** Where the account of this tab is kept. */
  get chosen(): string {
    const own = attempt(() => this.#stores().session.getItem(CHOSEN));
    return own || (this.accounts[0]?.slot ?? FIRST);
  }

  /** Whether there should be an account, as far as is known without looking. */
  get isChosenUsed(): boolean {
    const { chosen } = this;
    return chosen.startsWith(PASSING) || this.accounts.some(({ slot }) => slot === chosen);
  }

  /** Those that this tab does not show. */
  get others(): readonly KeptAccount[] {
    const { chosen } = this;
    return this.accounts.filter(({ slot }) => slot !== chosen);
  }

  /** This tab, and those that are opened from now on, show that account; without one they ask for another. */
  choose(account: KeptAccount | undefined): void {
    this.#choose(account?.slot ?? NOBODY);
    if (account) this.keep(account);
  }

  /** Where an account is to be kept that is signed in to here. */
  enter(address: string, isRemembered: boolean): string {
    const { accounts, chosen } = this;
    const known = accounts.find((one) => one.address === address)?.slot;
    const passing = chosen.startsWith(PASSING) ? chosen : PASSING + randomId();
    const first = accounts.some(({ slot }) => slot === FIRST) ? `${FIRST}-${randomId()}` : FIRST;
    const slot = isRemembered ? (known ?? first) : passing;
    this.#choose(slot);
    return slot;
  }

  /** What is known of an account that is remembered, anew; the others stay. */
  keep(account: KeptAccount): void {
    if (account.slot.startsWith(PASSING)) return;
    this.#write([account, ...this.accounts.filter(({ slot }) => slot !== account.slot)]);
  }

  /** What a tab knows of its account now; its place stays. */
  note(address: string, news: Omit<KeptAccount, "address" | "slot">): void {
    this.#write(this.accounts.map((one) => (one.address === address ? { ...one, ...news } : one)));
  }

  /** Somebody signed out there. */
  forget(slot: string): void {
    this.#write(this.accounts.filter((one) => one.slot !== slot));
    attempt(() => this.#stores().session.removeItem(CHOSEN));
    this.abandoned = { ...this.abandoned, [slot]: 0 };
  }

  /** Since when slots are without an account, ms since 1970; 0 where somebody signed out. */
  get abandoned(): Readonly<Record<string, number>> {
    return attempt(() => JSON.parse(this.#stores().local.getItem(ABANDONED) ?? "{}")) ?? {};
  }

  set abandoned(since: Readonly<Record<string, number>>) {
    attempt(() => this.#stores().local.setItem(ABANDONED, JSON.stringify(since)));
  }

  /** Where a stream is kept for the next page that continues it. */
  stream(slot: string): { read(): string | undefined; write(text: string | undefined): void } {
    const isPassing = slot.startsWith(PASSING);
    const store = () => this.#stores()[isPassing ? "session" : "local"];
    const key = isPassing ? "yonder" : `yonder-stream:${slot}`;
    return {
      read: () => attempt(() => store().getItem(key)) ?? undefined,
      write: (text) => void attempt(() => (text === undefined ? store().removeItem(key) : store().setItem(key, text))),
    };
  }

  #choose(slot: string): void {
    attempt(() => this.#stores().session.setItem(CHOSEN, slot));
  }

  #write(accounts: readonly KeptAccount[]): void {
    attempt(() => this.#stores().local.setItem(ACCOUNTS, JSON.stringify(accounts)));
  }
}

/** Anything may stand there: nothing is believed. */
function isKept(value: unknown): value is KeptAccount {
  const { address, slot } = (value ?? {}) as Partial<KeptAccount>;
  return typeof address === "string" && typeof slot === "string" && readAddress(address) === address;
}

/** Storage that is blocked or full throws: then nothing outlives the page. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
