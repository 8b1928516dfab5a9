import type {
  ConnectionState,
  Contact,
  Conversation,
  EngineApi,
  Events,
  Message,
  MessageState,
  PresenceState,
} from "../types.ts";

/** An engine without a server, for building and looking at the screens: three contacts who answer, one stranger, one request. */
export function createDemoEngine(options: { readonly isSignedIn?: boolean; readonly delay?: number } = {}): EngineApi {
  const engine = new DemoEngine(options.delay ?? 600);
  if (options.isSignedIn ?? true) engine.fill();
  return engine;
}

const HOUR = 3_600_000;
const OLDER_PAGES = 3;

class DemoEngine implements EngineApi {
  address = "";
  domain = "";
  connection: ConnectionState = { kind: "signed-out" };
  requests: readonly string[] = [];
  readonly #delay: number;
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();
  readonly #contacts = new Map<string, Contact>();
  readonly #conversations = new Map<string, Conversation>();
  readonly #messages = new Map<string, Message[]>();
  readonly #pages = new Map<string, number>();
  #count = 0;

  constructor(delay: number) {
    this.#delay = delay;
  }

  get contacts(): readonly Contact[] {
    return [...this.#contacts.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  get conversations(): readonly Conversation[] {
    return [...this.#conversations.values()].sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0));
  }

  fill(): void {
    this.address = "alice@localhost";
    this.domain = "localhost";
    this.#contact("bob@localhost", "Bob", "here", "At the desk");
    this.#contact("carol@localhost", "Carol", "away");
    this.#contact("dan@localhost", "Dan", "gone");
    this.requests = ["erin@localhost"];
    this.#past("bob@localhost", 40, 0.2);
    this.#past("carol@localhost", 6, 5);
    this.#past("dan@localhost", 2, 30);
    this.#past("mallory@elsewhere.example", 1, 60, { isStranger: true, unread: 1 });
    this.#setConnection({ kind: "online", resumed: false, sent: 0 });
  }

  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set.add(listener));
    return () => void set.delete(listener);
  }

  async signIn(address: string): Promise<void> {
    this.#setConnection({ kind: "connecting" });
    await this.#wait();
    this.fill();
    this.address = address;
    this.#emit("contacts", this.contacts);
  }

  async discover(): Promise<string> {
    return this.domain;
  }

  async resumeSaved(): Promise<boolean> {
    return this.address !== "";
  }

  async signOut(): Promise<void> {
    this.address = "";
    for (const map of [this.#contacts, this.#conversations, this.#messages]) map.clear();
    this.#setConnection({ kind: "signed-out" });
    this.#emit("cleared", undefined);
  }

  async register(_token: string | undefined, username: string, _password: string): Promise<string> {
    await this.signIn(`${username}@localhost`);
    return this.address;
  }

  async invite(): Promise<string> {
    return "http://localhost:5280/invite/#demo";
  }

  async addContact(address: string, name?: string): Promise<void> {
    this.#contact(address, name ?? "", "gone", undefined, true);
  }

  async acceptRequest(address: string): Promise<void> {
    this.#contact(address, "", "here");
    await this.declineRequest(address);
  }

  async declineRequest(address: string): Promise<void> {
    this.requests = this.requests.filter((other) => other !== address);
    this.#emit("requests", this.requests);
  }

  async removeContact(address: string): Promise<void> {
    this.#contacts.delete(address);
    this.#emit("contacts", this.contacts);
  }

  async renameContact(address: string, name: string): Promise<void> {
    const contact = this.#contacts.get(address);
    if (contact) this.#contacts.set(address, { ...contact, name });
    this.#emit("contacts", this.contacts);
  }

  history(peer: string): readonly Message[] {
    return this.#messages.get(peer) ?? [];
  }

  async loadOlder(peer: string): Promise<boolean> {
    await this.#wait();
    const page = (this.#pages.get(peer) ?? 0) + 1;
    if (page > OLDER_PAGES) return false;
    this.#pages.set(peer, page);
    const first = this.history(peer)[0]?.at ?? Date.now();
    const older = Array.from({ length: 30 }, (_, i) =>
      this.#make(peer, `Older ${page}.${i}`, i % 3 === 0, first - (30 - i) * HOUR),
    );
    this.#messages.set(peer, [...older, ...this.history(peer)]);
    this.#emit("history", peer);
    return page < OLDER_PAGES;
  }

  async openConversation(peer: string): Promise<void> {
    this.#change(peer, {});
    this.#emit("history", peer);
  }

  send(peer: string, body: string): Message {
    const message = { ...this.#make(peer, body, true, Date.now()), state: "waiting" as MessageState };
    this.#add(message);
    this.#deliver(message);
    return message;
  }

  edit(key: string, body: string): void {
    const message = this.#find(key);
    if (message) this.#update({ ...message, body, isEdited: true });
  }

  remove(key: string): void {
    const message = this.#find(key);
    if (message) this.#update({ ...message, body: "", isRemoved: true });
  }

  react(key: string, emoji: string): void {
    const message = this.#find(key);
    if (message) this.#update({ ...message, reactions: [{ emoji, from: [this.address], isOwn: true }] });
  }

  retry(key: string): void {
    const message = this.#find(key);
    if (message) this.#deliver(this.#update({ ...message, state: "waiting" }));
  }

  discard(key: string): void {
    for (const [peer, list] of this.#messages)
      this.#messages.set(
        peer,
        list.filter((message) => message.key !== key),
      );
  }

  setDraft(peer: string, draft: string): void {
    this.#change(peer, { draft });
  }

  setTyping(): void {}

  markRead(peer: string): void {
    const key = this.history(peer).at(-1)?.key;
    this.#change(peer, { unread: 0, ...(key && { readUpTo: key }) });
  }

  setVisible(): void {}

  reconnectNow(): void {
    this.#setConnection({ kind: "online", resumed: true, sent: 0 });
  }

  #deliver(message: Message): void {
    if (message.body.includes("fail"))
      return this.#later(1, () => this.#update({ ...message, state: "failed", error: "service-unavailable" }));
    this.#later(0.2, () => this.#update({ ...message, state: "stored", isKept: message.peer === "dan@localhost" }));
    if (this.#contacts.get(message.peer)?.presence !== "here") return;
    this.#later(0.6, () => this.#update({ ...message, state: "reached" }));
    this.#later(1.2, () => this.#update({ ...message, state: "read" }));
    this.#later(1.4, () => this.#change(message.peer, { isTyping: true }));
    this.#later(4, () => this.#receive(message.peer, `You said “${message.body}”.`));
  }

  #receive(peer: string, body: string): void {
    const message = this.#make(peer, body, false, Date.now());
    this.#add(message);
    this.#change(peer, { isTyping: false, unread: (this.#conversations.get(peer)?.unread ?? 0) + 1 });
    this.#emit("incoming", message);
  }

  #add(message: Message): void {
    this.#messages.set(message.peer, [...this.history(message.peer), message]);
    this.#emit("message", message);
    this.#change(message.peer, { last: message });
  }

  #update(message: Message): Message {
    const list = this.#messages.get(message.peer) ?? [];
    this.#messages.set(
      message.peer,
      list.map((old) => (old.key === message.key ? message : old)),
    );
    this.#emit("message", message);
    if (this.#conversations.get(message.peer)?.last?.key === message.key) this.#change(message.peer, { last: message });
    return message;
  }

  #find(key: string): Message | undefined {
    return [...this.#messages.values()].flat().find((message) => message.key === key);
  }

  #change(peer: string, changes: Partial<Conversation>): void {
    const old: Conversation = this.#conversations.get(peer) ?? {
      peer,
      kind: "direct",
      unread: 0,
      draft: "",
      isTyping: false,
      isStranger: !this.#contacts.has(peer),
    };
    const conversation = { ...old, ...changes };
    this.#conversations.set(peer, conversation);
    this.#emit("conversation", conversation);
  }

  #make(peer: string, body: string, isOwn: boolean, at: number): Message {
    const key = `demo-${this.#count++}`;
    return { key, id: key, peer, isOwn, body, place: at, at, state: isOwn ? "read" : "reached" };
  }

  #past(peer: string, count: number, hoursAgo: number, changes: Partial<Conversation> = {}): void {
    const at = (i: number) => Date.now() - hoursAgo * HOUR - (count - i) * 0.05 * HOUR;
    const list = Array.from({ length: count }, (_, i) =>
      this.#make(peer, `Message ${i + 1} of ${count}`, i % 3 === 1, at(i)),
    );
    this.#messages.set(peer, list);
    const last = list.at(-1);
    this.#change(peer, { ...(last && { last }), ...changes });
  }

  #contact(address: string, name: string, presence: PresenceState, status?: string, isPendingOut = false): void {
    const shown = name || address.slice(0, address.indexOf("@"));
    this.#contacts.set(address, {
      address,
      name: shown,
      subscription: isPendingOut ? "none" : "both",
      isPendingOut,
      presence,
      ...(status && { status }),
    });
    this.#emit("contacts", this.contacts);
  }

  #setConnection(state: ConnectionState): void {
    this.connection = state;
    this.#emit("connection", state);
  }

  #emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: Events[K]) => void)(value);
  }

  #later(factor: number, action: () => void): void {
    setTimeout(action, factor * this.#delay);
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#delay / 3));
  }
}
