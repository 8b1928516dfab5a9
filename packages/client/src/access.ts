import { bareOf, domainOf } from "./address.ts";
import type { Connector } from "./connector.ts";
import type { Login } from "./connector-options.ts";
import { SignInError } from "./errors.ts";
import { Keyring, type SavedAccess } from "./keyring.ts";
import type { EngineOptions, TabStore } from "./options.ts";
import type { Journal } from "./storage/journal.ts";
import type { Storage, StorageChanges, StoredAccount, StoredState } from "./storage/storage.ts";
import { readTabState, type StreamState, writeTabState } from "./tab-state.ts";

export interface AccessParts {
  readonly journal: Journal;
  readonly connector: Connector;
  /** Shows what is stored for this account. */
  readonly restore: (address: string, stored: StoredState, stream?: StreamState) => Promise<void>;
  /** Forgets what is shown. */
  readonly clear: () => void;
}

/** Whose account this is, how it proves it, and what of that outlives the page. */
export class Access {
  readonly #parts: AccessParts;
  readonly #storage: Storage;
  readonly #tabStore: TabStore;
  readonly #enter: EngineOptions["enter"];
  readonly #device: string | undefined;
  #account: StoredAccount | undefined;
  #keyring: Keyring | undefined;
  #isShown = false;

  constructor({ storage, tabStore = NOTHING, device, enter }: EngineOptions, parts: AccessParts) {
    this.#parts = parts;
    this.#storage = storage;
    this.#tabStore = tabStore;
    this.#enter = enter;
    this.#device = device;
  }

  /** With the password, or with what another way in has brought. @throws SignInError */
  async signIn(address: string, secret: string | SavedAccess, isRemembered: boolean): Promise<void> {
    const { connector, journal } = this.#parts;
    connector.stop();
    await journal.flush();
    if (await this.#enter?.(address, isRemembered)) this.#isShown = false;
    const former = await this.#show(address);
    this.#account = { address, isRemembered };
    // What the browser remembers is one installation, what a tab alone does is another.
    const agent = (isRemembered && former?.access?.agent) || newAgent();
    const proof = typeof secret === "string" ? { access: { agent, tokens: [] }, password: secret } : { access: secret };
    this.#keyring = new Keyring({ address, device: this.#device, ...proof });
    const failure = await connector.start(this.#login(this.#keyring, address));
    if (failure === undefined) return;
    if (connector.refusal) throw new SignInError(connector.refusal, { cause: failure });
    connector.stop();
    throw new SignInError("unreachable", { cause: failure });
  }

  /** @returns whether somebody is signed in here */
  async resumeSaved(): Promise<boolean> {
    const { connector, journal, restore } = this.#parts;
    const tab = readTabState(this.#tabStore);
    // The page before this one may have ended in the middle of it.
    if (tab?.unwritten) journal.put(tab.unwritten);
    await journal.flush();
    const stored = await this.#storage.load();
    if (!stored.account) return false;
    const { address } = stored.account;
    const own = tab?.address === address ? tab : undefined;
    const { access, keys } = own?.access ? { ...own, keys: undefined } : stored.account;
    const device = this.#device;
    const keyring = new Keyring({ address, access: access ?? { agent: newAgent(), tokens: [] }, device, keys });
    if (!keyring.isUseful) return false;
    this.#account = stored.account;
    this.#keyring = keyring;
    const stream = own?.stream;
    // Taken: a duplicate of this tab must not continue the same stream.
    this.leave(undefined);
    await restore(address, stored, stream);
    this.#isShown = true;
    const home = stream?.resumable.url ?? stored.account.websocket;
    void connector.start(this.#login(keyring, address), stream?.resumable, home);
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
      ...(isRemembered && this.#keyring && { access: this.#keyring.access }),
    };
    this.#parts.journal.put({ account: this.#account });
    this.leave(undefined);
  }

  /** Nothing that is saved lets us in any more: what is stored stays for who knows the password. */
  disproved(): void {
    // A wrong password says nothing of that.
    if (!this.#account || this.#keyring?.password !== undefined) return;
    const { keys: _, access, ...account } = this.#account;
    this.#account = { ...account, ...(access && { access: { agent: access.agent, tokens: [] } }) };
    this.#parts.journal.put({ account: this.#account });
  }

  get isRemembered(): boolean {
    return this.#account?.isRemembered ?? false;
  }

  /** Writes what this tab needs after a reload; `stream` and `unwritten` when the page is left. */
  leave(stream: StreamState | undefined, unwritten?: StorageChanges): void {
    if (!this.#account) return;
    const { address, isRemembered } = this.#account;
    const access = isRemembered ? undefined : this.#keyring?.access;
    writeTabState(this.#tabStore, { address, access, stream, unwritten });
  }

  async signOut(): Promise<void> {
    const { connector, journal, clear } = this.#parts;
    if (connector.isEstablished) {
      const loaded = import("./devices/later/devices.ts");
      await loaded.then(({ revokeThis }) => revokeThis(connector)).catch(() => {});
    }
    connector.stop();
    this.#account = undefined;
    this.#keyring = undefined;
    this.#isShown = false;
    clear();
    this.#tabStore.write(undefined);
    await journal.clear();
  }

  /** What is stored for somebody else goes; our own is shown. @returns our own account as it was kept */
  async #show(address: string): Promise<StoredAccount | undefined> {
    const { journal, restore, clear } = this.#parts;
    if (this.#isShown && this.#account?.address === address) return this.#account;
    clear();
    const stored = await this.#storage.load();
    const isOurs = stored.account?.address === address;
    // Even where nobody is: another tab may have written in the moment in which somebody signed out.
    if (!isOurs) await journal.clear();
    await restore(address, isOurs ? stored : { conversations: [], queue: [] });
    this.#isShown = true;
    return isOurs ? stored.account : undefined;
  }

  #login(keyring: Keyring, address: string): Login {
    return { domain: domainOf(address), credentials: keyring, another: () => this.#another(keyring) };
  }

  /** Another tab may have a newer token than we do. @returns whether there is another way to prove who we are */
  async #another(keyring: Keyring): Promise<boolean> {
    if (!keyring.refused()) return false;
    if (keyring.isUseful) return true;
    await this.#parts.journal.flush();
    const { account } = await this.#storage.load();
    if (account?.access && account.address === this.#account?.address) keyring.learn(account.access);
    return keyring.isUseful;
  }
}

const NOTHING: TabStore = { read: () => undefined, write: () => {} };

function newAgent(): string {
  return crypto.randomUUID();
}
