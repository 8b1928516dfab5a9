import { Access } from "./access.ts";
import { bareOf, domainOf, readAddress } from "./address.ts";
import { systemClock } from "./clock.ts";
import { Connector } from "./connector.ts";
import { type Context, createContext } from "./context.ts";
import { createDevices } from "./devices/devices.ts";
import { EarlySocket } from "./early-socket.ts";
import { Emitter } from "./emitter.ts";
import { SignInError } from "./errors.ts";
import { createLinks } from "./links/links.ts";
import { isFallback, Locator } from "./locate.ts";
import { logToConsole } from "./log.ts";
import { openSocket } from "./open-socket.ts";
import type { EngineOptions } from "./options.ts";
import { Parts } from "./parts.ts";
import { StanzaFailure } from "./requests.ts";
import { Journal } from "./storage/journal.ts";
import { Attention, type OtherTabs } from "./tabs/attention.ts";
import type { ConnectionState, Contact, Conversation, EngineApi, Events, Message, SendOptions } from "./types.ts";
import { createWorkings } from "./workings/workings.ts";

/** The instant messaging engine: one account, connected or not. */
export class Engine implements EngineApi {
  readonly groups: EngineApi["groups"];
  readonly files: EngineApi["files"];
  readonly people: EngineApi["people"];
  readonly past: EngineApi["past"];
  readonly devices: EngineApi["devices"];
  readonly workings = createWorkings(() => this.#connector);
  readonly leads = true;
  readonly links: EngineApi["links"];
  readonly #options: EngineOptions;
  readonly #log: (event: string, cause?: unknown) => void;
  #emitter: Emitter<Events>;
  readonly #journal: Journal;
  readonly #locator: Locator;
  readonly #sockets: EarlySocket;
  readonly #connector: Connector;
  readonly #parts: Parts;
  readonly #access: Access;
  readonly #attention: Attention;
  readonly #stopWatching: () => void;
  #address = "";
  /** The name of an account that was made here. */
  #made: string | undefined;
  #connection: ConnectionState = { kind: "signed-out" };

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#log = options.log ?? logToConsole;
    this.#emitter = options.emitter ?? new Emitter((cause) => this.#log("a listener threw", cause));
    this.#journal = new Journal(options.storage, (cause) => this.#log("storage could not be written", cause));
    this.#locator = new Locator(options);
    this.#sockets = new EarlySocket(options.socket ?? openSocket, options.clock ?? systemClock);
    this.#connector = this.#createConnector();
    this.#attention = new Attention(this.#connector);
    this.#parts = new Parts(this.#createContext(), options);
    ({ groups: this.groups, files: this.files, people: this.people, past: this.past } = this.#parts);
    this.#access = this.#createAccess();
    this.devices = createDevices(this.#connector, () => this.#access, this);
    const [connector, locator, journal] = [this.#connector, this.#locator, this.#journal];
    const socket = this.#sockets.open;
    this.links = createLinks({ connector, locator, socket, journal, parts: this.#parts, domain: () => this.domain });
    this.#stopWatching = this.#watchPage();
  }

  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  signIn: EngineApi["signIn"] = async (typed, secret, options = {}) => {
    const address = readAddress(typed.includes("@") ? typed : `${typed}@${await this.discover()}`);
    if (!address) throw new SignInError("address");
    try {
      await this.#access.signIn(address, secret, options.remember ?? false);
    } catch (cause) {
      if (cause instanceof SignInError && cause.reason === "unreachable")
        this.#changeConnection({ kind: "signed-out" });
      throw cause;
    }
  };

  prepare: EngineApi["prepare"] = () => void this.#locator.find().then(([url]) => url && this.#sockets.prepare(url));

  async resumeSaved(): Promise<boolean> {
    void this.#locator.find();
    return this.#access.resumeSaved();
  }

  async signOut(): Promise<void> {
    await this.#access.signOut();
    this.#address = "";
    this.#changeConnection({ kind: "signed-out" });
    this.#emitter.emit("cleared", undefined);
  }

  async register(token: string | undefined, username: string, password: string): Promise<string> {
    const [urls, { registerAccount }] = await Promise.all([this.#locator.find(), import("./registration.ts")]);
    const { domain } = this;
    const where = { domain, socket: this.#sockets.open };
    // Made, but not reached a moment later: whoever tries again is not told that somebody else has it.
    if (this.#made !== username) await registerAccount(urls, where, { token, username, password });
    this.#made = username;
    // Whoever makes an account here means to come back to it.
    await this.signIn(`${username}@${domain}`, password, { remember: true });
    return this.address;
  }

  async discover(): Promise<string> {
    await this.#locator.find();
    return this.domain;
  }

  get address(): string {
    return this.#address;
  }

  get domain(): string {
    return this.#address ? domainOf(this.#address) : this.#locator.domain;
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  get contacts(): readonly Contact[] {
    return this.#parts.roster.contacts;
  }

  get requests(): readonly string[] {
    return this.#parts.roster.requests;
  }

  get conversations(): readonly Conversation[] {
    return this.#parts.conversations.list;
  }

  async addContact(typed: string, name?: string): Promise<void> {
    const address = readAddress(typed);
    if (!address || address === this.#address) throw new StanzaFailure("jid-malformed");
    await this.#parts.roster.add(address, name);
  }

  acceptRequest: EngineApi["acceptRequest"] = async (address) => this.#parts.roster.accept(address);

  declineRequest: EngineApi["declineRequest"] = async (address) => this.#parts.roster.decline(address);

  async removeContact(address: string): Promise<void> {
    await this.#parts.roster.remove(address);
  }

  async renameContact(address: string, name: string): Promise<void> {
    await this.#parts.roster.rename(address, name);
  }

  history(peer: string): readonly Message[] {
    return this.#parts.history(peer);
  }

  loadOlder: EngineApi["loadOlder"] = (peer) => this.#parts.loadOlder(peer);

  openConversation: EngineApi["openConversation"] = (peer) => this.#parts.open(peer);

  send(peer: string, body: string, options?: SendOptions): Message {
    return this.#parts.writing.send(peer, body, options);
  }

  edit: EngineApi["edit"] = (key, body) => this.#parts.amendments.edit(key, body);

  remove(key: string): void {
    this.#parts.writing.remove(key);
  }

  react: EngineApi["react"] = (key, emoji) => this.#parts.amendments.react(key, emoji);

  retry(key: string): void {
    this.#parts.writing.retry(key);
  }

  discard(key: string): void {
    this.#parts.writing.discard(key);
  }

  setDraft(peer: string, draft: string): void {
    if (this.#parts.conversations.get(peer).draft !== draft) this.#parts.conversations.change(peer, { draft });
  }

  setTyping(peer: string, isTyping: boolean): void {
    this.#parts.typing.setOwn(peer, isTyping);
  }

  markRead(peer: string): void {
    this.#parts.unread.readHere(peer);
  }

  setVisible(isVisible: boolean): void {
    this.#parts.unread.setVisible(isVisible);
    this.#attention.look({ isHere: isVisible });
  }

  /** What other tabs of this account have us do. */
  get others(): OtherTabs {
    const { unread, messages } = this.#parts;
    return {
      look: (isVisible) => this.#attention.look({ isElsewhere: isVisible }),
      read: (peer) => unread.readHere(peer, true),
      adopt: (unstored) => this.#parts.adopt(unstored),
      isOpen: (peer) => messages.isOpen(peer),
      pasts: this.#parts.pasts,
      history: (peer, past) => this.#parts.history(peer, past),
      loadOlder: (peer, past) => this.#parts.loadOlder(peer, past),
    };
  }

  reconnectNow(): void {
    this.#connector.retryNow();
  }

  /** Lets go of everything without signing out, and says no more. The stream can be resumed, unless it `isOver`. */
  async close(isOver = false): Promise<void> {
    this.#journal.hurry();
    if (!isOver) this.#leavePage();
    this.#stopWatching();
    this.#emitter = new Emitter(() => {});
    this.#connector.close(isOver);
    await this.#journal.flush();
    this.#options.storage.close();
  }

  #createConnector(): Connector {
    const { clock = systemClock, random = Math.random, resourcePrefix = "yonder-" } = this.#options;
    return new Connector(
      { clock, random, socket: this.#sockets.open, resourcePrefix, locate: (isFresh) => this.#locator.find(isFresh) },
      {
        begin: () => this.#parts.begin(),
        online: (isResumed, url) => this.#online(isResumed, url),
        state: (state) => this.#changeConnection(state),
        stanza: (stanza) => this.#parts.stanza(stanza),
        acked: (stanza) => this.#parts.acked(stanza),
        accused: () => this.#parts.outbox.accused(),
      },
    );
  }

  #createContext(): Context {
    return createContext({
      clock: this.#options.clock ?? systemClock,
      journal: this.#journal,
      connector: this.#connector,
      log: this.#log,
      emit: (event, value) => this.#emitter.emit(event, value),
      getAddress: () => this.#address,
    });
  }

  #createAccess(): Access {
    return new Access(this.#options, {
      journal: this.#journal,
      connector: this.#connector,
      clear: () => this.#parts.clear(),
      restore: async (address, stored, stream) => {
        this.#address = address;
        await this.#parts.restore(stored, stream);
        this.#emitter.emit("contacts", this.contacts);
        this.#emitter.emit("requests", this.requests);
      },
    });
  }

  #online(isResumed: boolean, url: string): void {
    this.#address = bareOf(this.#connector.address);
    // Where the server names the best address itself, it is asked each time.
    this.#access.proved(this.#address, this.#locator.hasChoice || isFallback(url) ? undefined : url);
    if (!this.#attention.isGiven) this.#connector.sendClientState(false);
    const sent = this.#parts.online();
    // Who was not told of a gap has nothing to be told of what it held up.
    this.#changeConnection({ kind: "online", resumed: isResumed, sent: this.#connection.kind === "online" ? 0 : sent });
  }

  #changeConnection(state: ConnectionState): void {
    if (state.kind === "refused" && state.reason === "credentials") this.#access.disproved();
    this.#connection = state;
    this.#emitter.emit("connection", state);
  }

  /** The network may be back. */
  #watchPage(): () => void {
    const page = globalThis as Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">>;
    const check = () => this.#connector.check();
    page.addEventListener?.("online", check);
    return () => page.removeEventListener?.("online", check);
  }

  #leavePage(): void {
    const { resumable } = this.#connector;
    const state = this.#parts.streamState;
    this.#access.leave(resumable && state && { ...state, resumable }, this.#journal.unwritten);
  }
}
