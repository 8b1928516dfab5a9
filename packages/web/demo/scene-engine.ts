import type { ConnectionState, Contact, Conversation, EngineApi, Events, Message, SendOptions } from "@yonder/client";
import { RegistrationError, SignInError } from "@yonder/client";
import { pause } from "./pause.ts";
import { newConversation, sceneCare, UNTOUCHED } from "./scene-care.ts";
import { SceneDevices } from "./scene-devices.ts";
import { SceneFiles } from "./scene-files.ts";
import { SceneGroups } from "./scene-groups.ts";
import { ScenePast } from "./scene-past.ts";
import { ScenePeople } from "./scene-people.ts";
import { sceneWorkings } from "./scene-workings.ts";
import { type Scene, sceneLinks } from "./scenes.ts";

/** Messages loaded at first, and with each older page. */
const PAGE = 60;

/** Plays a scene: everything works, nobody is there. "fail" in a message makes it fail; the password "wrong" is wrong. */
export class SceneEngine implements EngineApi {
  readonly leads = true;
  address = "";
  domain = "hillside.example";
  connection: ConnectionState = { kind: "signed-out" };
  requests: readonly string[] = [];
  readonly groups = new SceneGroups();
  readonly files = new SceneFiles(
    (peer, text, file) => this.#say({ ...this.#make(peer, text, true), file }),
    (key) => this.discard(key),
  );
  readonly people = new ScenePeople(
    () => this.address,
    () => this.#emit("people", undefined),
    sceneCare((peer, next) => {
      const before = this.#conversations.get(peer);
      if (before) this.#conversations.set(peer, next(before));
      this.#change(peer, {});
    }),
    (peer) => this.#all.get(peer) ?? [],
  );
  readonly devices = new SceneDevices();
  readonly workings = sceneWorkings;
  readonly past = new ScenePast(this, (found) => this.#emit("found", found));
  readonly #scene: Scene;
  readonly #listeners = new Map<keyof Events, Set<(value: never) => void>>();
  readonly #contacts = new Map<string, Contact>();
  readonly #conversations = new Map<string, Conversation>();
  readonly #all = new Map<string, readonly Message[]>();
  readonly #loaded = new Map<string, number>();
  #count = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    if (scene.isSignedIn) this.#fill();
  }

  get contacts(): readonly Contact[] {
    return [...this.#contacts.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  get conversations(): readonly Conversation[] {
    return [...this.#conversations.values()].sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0));
  }

  on<K extends keyof Events>(event: K, listener: (value: Events[K]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  async signIn(_address: string, password: string): Promise<void> {
    await pause(300);
    if (password === "wrong") throw new SignInError("credentials");
    this.#fill();
    this.#setConnection({ kind: "online", resumed: false, sent: 0 });
  }

  prepare(): void {}

  async discover(): Promise<string> {
    return this.domain;
  }

  async resumeSaved(): Promise<boolean> {
    return this.address !== "";
  }

  async signOut(): Promise<void> {
    this.address = "";
    for (const map of [this.#contacts, this.#conversations, this.#all]) map.clear();
    this.#setConnection({ kind: "signed-out" });
    this.#emit("cleared", undefined);
  }

  async register(_token: string | undefined, username: string): Promise<string> {
    await pause(200);
    if (username === "amina") throw new RegistrationError("taken");
    this.address = `${username}@hillside.example`;
    this.#setConnection({ kind: "online", resumed: false, sent: 0 });
    return this.address;
  }

  readonly links = sceneLinks;

  async addContact(address: string, name?: string): Promise<void> {
    const contact: Contact = { address, name: name ?? "", subscription: "none", isPendingOut: true, presence: "gone" };
    this.#contacts.set(address, { ...contact, name: name || (address.split("@")[0] ?? address) });
    this.#emit("contacts", this.contacts);
  }

  async acceptRequest(address: string): Promise<void> {
    await this.addContact(address);
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
    if (contact) this.#contacts.set(address, { ...contact, name: name || (address.split("@")[0] ?? address) });
    this.#emit("contacts", this.contacts);
  }

  history(peer: string): readonly Message[] {
    const all = this.#all.get(peer) ?? [];
    return all.slice(-(this.#loaded.get(peer) ?? PAGE));
  }

  async loadOlder(peer: string): Promise<boolean> {
    await pause(40);
    const loaded = Math.min((this.#loaded.get(peer) ?? PAGE) + PAGE, this.#all.get(peer)?.length ?? 0);
    this.#loaded.set(peer, loaded);
    this.#emit("history", peer);
    return loaded < (this.#all.get(peer)?.length ?? 0);
  }

  async openConversation(peer: string): Promise<void> {
    if (!this.#conversations.has(peer)) this.#change(peer, {});
    this.#emit("history", peer);
  }

  send(peer: string, body: string, options: SendOptions = {}): Message {
    const answered = this.history(peer).find(({ key }) => key === options.reply);
    const author = answered?.isOwn ? this.address : peer;
    const reply = answered && { id: answered.id, key: answered.key, author, body: answered.body };
    const { link } = options;
    return this.#say({ ...this.#make(peer, body, true), ...(reply && { reply }), ...(link && { link }) });
  }

  #say(message: Message): Message {
    this.#add(message);
    if (this.connection.kind === "online") this.#deliver(message);
    return message;
  }

  edit(key: string, body: string): void {
    this.#amend(key, { body, isEdited: true });
  }

  remove(key: string): void {
    this.#amend(key, { body: "", isRemoved: true });
  }

  react(key: string, emoji: string): void {
    this.#amend(key, { reactions: [{ emoji, from: [this.address], isOwn: true }] });
  }

  retry(key: string): void {
    const message = [...this.#all.values()].flat().find((one) => one.key === key);
    if (message) this.#deliver(this.#replace({ ...message, state: "waiting" }));
  }

  discard(key: string): void {
    for (const [peer, messages] of this.#all) {
      this.#all.set(
        peer,
        messages.filter((message) => message.key !== key),
      );
      this.#emit("history", peer);
    }
  }

  setDraft(peer: string, draft: string): void {
    this.#change(peer, { draft });
  }

  setTyping(): void {}
  markRead(peer: string): void {
    this.#change(peer, { unread: 0, isMarked: false });
  }

  setVisible(): void {}
  reconnectNow(): void {
    const waiting = [...this.#all.values()].flat().filter((message) => message.state === "waiting");
    this.#setConnection({ kind: "online", resumed: true, sent: waiting.length });
    for (const message of waiting) this.#deliver(message);
  }

  /** A message from somebody, as if it came now. */
  receive(peer: string, body: string): void {
    const message = this.#make(peer, body, false);
    this.#add(message);
    this.#change(peer, { isTyping: false, unread: (this.#conversations.get(peer)?.unread ?? 0) + 1 });
    this.#emit("incoming", message);
  }

  /** The connection as the scene wants it. */
  connect(state: ConnectionState): void {
    this.#setConnection(state);
  }

  #fill(): void {
    const { address, contacts, requests, talks, connection } = this.#scene;
    this.address = address;
    this.requests = requests;
    this.people.blocked = this.#scene.blocked ?? [];
    for (const group of this.#scene.groups ?? []) this.groups.all.set(group.address, group);
    for (const contact of contacts) this.#contacts.set(contact.address, contact);
    for (const { peer, messages, unread = 0, draft = "", isTyping = false, isStranger = false, care } of talks) {
      const last = messages.at(-1);
      const group = this.groups.get(peer);
      this.#all.set(peer, messages);
      this.#conversations.set(peer, {
        peer,
        kind: group ? "group" : "direct",
        ...(group && { name: group.name, notify: group.notify }),
        unread,
        mentions: messages.slice(-unread || messages.length).filter(({ isMention }) => isMention).length,
        draft,
        isTyping,
        isStranger,
        ...UNTOUCHED,
        ...care,
        ...(last && { last }),
      });
    }
    this.connection = connection;
  }

  #amend(key: string, changes: Partial<Message>): void {
    const message = [...this.#all.values()].flat().find((one) => one.key === key);
    if (message) this.#replace({ ...message, ...changes });
  }

  #deliver(message: Message): void {
    const step = (delay: number, changes: Partial<Message>) =>
      setTimeout(() => this.#replace({ ...message, ...changes }), delay);
    if (message.body.includes("fail")) return void step(60, { state: "failed", error: "not-allowed" });
    const presence = this.#contacts.get(message.peer)?.presence;
    step(25, { state: "stored", isKept: presence !== "here" });
    if (presence !== "here") return;
    step(70, { state: "reached" });
    step(900, { state: "read" });
  }

  #add(message: Message): void {
    this.#all.set(message.peer, [...(this.#all.get(message.peer) ?? []), message]);
    this.#loaded.set(message.peer, (this.#loaded.get(message.peer) ?? PAGE) + 1);
    this.#emit("message", message);
    this.#change(message.peer, { last: message });
  }

  #replace(message: Message): Message {
    const messages = this.#all.get(message.peer) ?? [];
    this.#all.set(
      message.peer,
      messages.map((old) => (old.key === message.key ? message : old)),
    );
    this.#emit("message", message);
    if (this.#conversations.get(message.peer)?.last?.key === message.key) this.#change(message.peer, { last: message });
    return message;
  }

  #change(peer: string, changes: Partial<Conversation>): void {
    const old = this.#conversations.get(peer) ?? newConversation(peer, !this.#contacts.has(peer));
    this.#conversations.set(peer, { ...old, ...changes });
    this.#emit("conversation", { ...old, ...changes });
  }

  #make(peer: string, body: string, isOwn: boolean): Message {
    const key = `scene-${this.#count++}`;
    const at = Date.now();
    return { key, id: key, peer, isOwn, body, place: at, at, state: isOwn ? "waiting" : "reached" };
  }

  #setConnection(state: ConnectionState): void {
    this.connection = state;
    this.#emit("connection", state);
  }

  #emit<K extends keyof Events>(event: K, value: Events[K]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: Events[K]) => void)(value);
  }
}
