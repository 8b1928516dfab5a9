import { bareOf, domainOf, localOf } from "./address.ts";
import type { SavedKeys } from "./authentication.ts";
import type { Connector, Login } from "./connector.ts";
import { SignInError } from "./errors.ts";
import type { TabStore } from "./options.ts";
import type { Journal } from "./storage/journal.ts";
import type { Storage, StoredAccount, StoredState } from "./storage/storage.ts";
import { readTabState, type StreamState, writeTabState } from "./tab-state.ts";

export interface AccessParts {
  readonly storage: Storage;
  readonly journal: Journal;
  readonly tabStore: TabStore;
  readonly connector: Connector;
  /** Shows what is stored for this account. */
  readonly restore: (address: string, stored: StoredState, stream?: StreamState) => Promise<void>;
  /** Forgets what is shown. */
  readonly clear: () => void;
}

/** Whose account this is, how it proves it, and what of that outlives the page. */
export class Access {
  readonly #parts: AccessParts;
  #account: StoredAccount | undefined;
  #keys: SavedKeys | undefined;
  #isShown = false;

  constructor(parts: AccessParts) {
    this.#parts = parts;
  }

  /** @throws SignInError */
  async signIn(address: string, password: string, isRemembered: boolean): Promise<void> {
    const { connector } = this.#parts;
    connector.stop();
    await this.#show(address);
    this.#account = { address, isRemembered };
    this.#keys = undefined;
    const failure = await connector.start(this.#login(address, password));
    if (failure === undefined) return;
    if (connector.refusal) throw new SignInError(connector.refusal, { cause: failure });
    connector.stop();
    throw new SignInError("unreachable", { cause: failure });
  }

  /** @returns whether somebody is signed in here */
  async resumeSaved(): Promise<boolean> {
    const { storage, tabStore, connector, restore } = this.#parts;
    const stored = await storage.load();
    const tab = readTabState(tabStore);
    const keys = tab?.address === stored.account?.address ? (tab?.keys ?? stored.account?.keys) : stored.account?.keys;
    if (!stored.account || !keys) return false;
    const { address } = stored.account;
    this.#account = stored.account;
    this.#keys = keys;
    const stream = tab?.address === address ? tab.stream : undefined;
    // Taken: a duplicate of this tab must not continue the same stream.
    this.leave(undefined);
    await restore(address, stored, stream);
    this.#isShown = true;
    const home = stream?.resumable.url ?? stored.account.websocket;
    void connector.start(this.#login(address, undefined), stream?.resumable, home);
    return true;
  }

  /** Online: what proved right is kept. The server has the last word on how the address is written. `websocket`: where to begin next time. */
  proved(fullAddress: string, websocket: string | undefined): void {
    if (!this.#account) return;
    const { isRemembered } = this.#account;
    this.#account = {
      address: bareOf(fullAddress),
      isRemembered,
      ...(websocket && { websocket }),
      ...(isRemembered && this.#keys && { keys: this.#keys }),
    };
    this.#parts.journal.put({ account: this.#account });
    this.leave(undefined);
  }

  /** The saved keys are wrong now: what is stored stays for who knows the new password. */
  disproved(): void {
    if (!this.#account?.keys) return;
    const { keys: _, ...account } = this.#account;
    this.#account = account;
    this.#parts.journal.put({ account });
  }

  /** Writes what this tab needs after a reload; `stream` when the page is left. */
  leave(stream: StreamState | undefined): void {
    if (!this.#account) return;
    const { address, isRemembered } = this.#account;
    writeTabState(this.#parts.tabStore, { address, keys: isRemembered ? undefined : this.#keys, stream });
  }

  async signOut(): Promise<void> {
    const { connector, journal, tabStore, clear } = this.#parts;
    connector.stop();
    this.#account = undefined;
    this.#keys = undefined;
    this.#isShown = false;
    clear();
    tabStore.write(undefined);
    await journal.clear();
  }

  /** What is stored for somebody else goes; our own is shown. */
  async #show(address: string): Promise<void> {
    const { storage, journal, restore, clear } = this.#parts;
    if (this.#isShown && this.#account?.address === address) return;
    clear();
    const stored = await storage.load();
    const isOurs = stored.account?.address === address;
    if (stored.account && !isOurs) await journal.clear();
    await restore(address, isOurs ? stored : { conversations: [], queue: [] });
    this.#isShown = true;
  }

  #login(address: string, password: string | undefined): Login {
    const onKeys = (keys: SavedKeys) => {
      this.#keys = keys;
    };
    const self = this;
    const credentials = {
      username: localOf(address),
      password,
      onKeys,
      get keys() {
        return self.#keys;
      },
    };
    return { domain: domainOf(address), credentials };
  }
}
