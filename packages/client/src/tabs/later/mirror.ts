import { systemClock } from "../../clock.ts";
import type { Emitter } from "../../emitter.ts";
import type { Engine } from "../../engine.ts";
import type { NewFile } from "../../files/types.ts";
import type { Clock } from "../../options.ts";
import type { Storage } from "../../storage/storage.ts";
import type { EngineApi, Events, Message, SendOptions } from "../../types.ts";
import type { Locks, TabChannel } from "../tab-options.ts";
import { run, type Told } from "./calls.ts";
import { Copy, newsOf } from "./copy.ts";
import { type Heir, isSafeTwice, Line } from "./line.ts";
import { isFunction, isRead, type ReadName, ROOMS } from "./reads.ts";
import { fileOf, Written } from "./written.ts";

interface MirrorParts {
  readonly storage: Storage;
  readonly channel: TabChannel;
  readonly emitter: Emitter<Events>;
  readonly locks: Locks | undefined;
  readonly clock?: Clock | undefined;
  readonly log: (event: string, cause?: unknown) => void;
  readonly isVisible: () => boolean;
  readonly onSilence: () => void;
}

/** The engine as a tab has it that follows another one. */
export class Mirror {
  readonly api: EngineApi;
  readonly #emitter: Emitter<Events>;
  readonly #line: Line;
  readonly #copy: Copy;
  readonly #written: Written;
  /** Conversations that were seen to their ends while the page was not in front of the user. */
  readonly #toRead = new Set<string>();
  #isVisible: boolean;
  /** Handed over: whether somebody is signed in. */
  #outcome: boolean | undefined;

  constructor({ storage, clock = systemClock, emitter, isVisible, log, ...parts }: MirrorParts) {
    this.#emitter = emitter;
    this.#isVisible = isVisible();
    const onTold = (told: Told) => {
      if (told.kind === "leads") return this.#renewed();
      if (told.happened[0] === "cleared") return emitter.emit("cleared", undefined);
      this.#copy.happened(...told.happened);
    };
    this.#line = new Line({ ...parts, clock, isVisible, onTold });
    this.#copy = new Copy((path, given) => this.#line.ask(path, given), emitter);
    this.api = this.#room([]) as EngineApi;
    this.#written = new Written({
      storage,
      clock,
      log,
      api: this.api,
      adopt: (unstored) => this.#ask(ADOPT, [unstored]),
    });
  }

  /** Reads what the first screen shows. @returns whether somebody is signed in */
  async begin(): Promise<boolean> {
    await this.#line.begin();
    void this.#tell(["setVisible"], [this.#isVisible]);
    for (const name of FIRST) this.#copy.want(name);
    await this.#copy.settled();
    const { address, contacts, conversations } = this.api;
    for (const { peer, kind } of conversations) if (kind === "group") this.#copy.want("groups.get", peer);
    const people = new Set([
      address,
      ...contacts.map((each) => each.address),
      ...conversations.map(({ peer }) => peer),
    ]);
    for (const one of people) for (const name of OF_PEOPLE) this.#copy.want(name, one);
    await this.#copy.settled();
    return this.#outcome ?? this.api.address !== "";
  }

  /** This tab leads from now on: its engine does what was asked for and not done. */
  async handOver(engine: Engine, isHere: boolean): Promise<void> {
    this.#outcome = isHere;
    engine.setVisible(this.#isVisible);
    await this.#written.settled();
    if (isHere)
      await Promise.all([engine.others.adopt(), ...this.#copy.windows.map((peer) => engine.openConversation(peer))]);
    const heir: Heir = async (path, given) =>
      isHere && !OURS.has(path.join(".")) ? run(engine, path, given) : undefined;
    for (const { path, given, resolve, reject } of this.#line.close(heir)) {
      if (isSafeTwice(path)) heir(path, given).then(resolve, reject);
      else resolve(undefined);
    }
    for (const peer of this.#toRead) engine.markRead(peer);
  }

  close(): void {
    for (const { resolve } of this.#line.close()) resolve(undefined);
  }

  /** A part of the engine, or a member that is called. */
  #room(path: readonly string[]): object {
    // What is no function may not look like one.
    const isPart = path.length === 0 || ROOMS.some((room) => room === path.join("."));
    return new Proxy(isPart ? {} : () => {}, {
      get: (_, name) => (typeof name === "symbol" || name === "then" ? undefined : this.#member([...path, name])),
      apply: (_, _this, given: unknown[]) => this.#call(path, given),
    });
  }

  #member(path: readonly string[]): unknown {
    const name = path.join(".");
    if (name === "leads") return false;
    if (!isRead(name)) return this.#room(path);
    return isFunction(name) ? (...given: unknown[]) => this.#read(name, given) : this.#read(name, []);
  }

  #call(path: readonly string[], given: readonly unknown[]): unknown {
    const [peer, text] = given as [string, string];
    const name = path.join(".");
    // What it gives is called there.
    if (GIVES_ROOM.test(name)) return Promise.resolve(this.#room([...path.slice(0, -1), `${path.at(-1)}()`]));
    switch (name) {
      case "send":
        return this.#shown(this.#written.write(peer, text, given[2] as SendOptions | undefined));
      case "files.send":
        return this.#sendFile(peer, given[1] as NewFile, given[2] as string, given[3] as SendOptions);
      case "setVisible":
        return this.#setVisible(given[0] === true);
      case "markRead":
        return this.#isVisible ? this.#tell(path, given) : void this.#toRead.add(peer);
      case "openConversation":
        return this.#openConversation(peer);
      default:
        return this.#tell(path, given);
    }
  }

  /** Whoever does not wait for the answer does not mind what it is. */
  #tell(path: readonly string[], given: readonly unknown[]): Promise<unknown> {
    const answer = this.#ask(path, given);
    answer.catch(() => {});
    return answer;
  }

  /** What was told before the answer counts before it. */
  async #ask(path: readonly string[], given: readonly unknown[]): Promise<unknown> {
    const answer = this.#line.ask(path, given);
    await answer.catch(() => {}).then(() => this.#copy.settled());
    return answer;
  }

  #read(name: ReadName, given: readonly unknown[]): unknown {
    const known = this.#copy.get(name, given);
    if (name === "history") return this.#written.with(String(given[0]), known as readonly Message[]);
    if (this.#copy.want(name, ...given)) {
      const news = newsOf(name, given);
      if (news) this.#copy.happened(...news);
    }
    return known;
  }

  async #openConversation(peer: string): Promise<void> {
    await this.#line.ask(["openConversation"], [peer]);
    this.#copy.want("history", peer);
    await this.#copy.settled();
    this.#emitter.emit("history", peer);
  }

  #sendFile(peer: string, file: NewFile, text = "", options: SendOptions = {}): Message {
    return this.#shown(this.#written.write(peer, text, { ...options, file: fileOf(file) }, file.blob));
  }

  #shown(message: Message): Message {
    this.#emitter.emit("message", message);
    return message;
  }

  #setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    void this.#tell(["setVisible"], [isVisible]);
    if (!isVisible) return;
    this.#line.watch();
    for (const peer of this.#toRead) void this.#tell(["markRead"], [peer]);
    this.#toRead.clear();
  }

  #renewed(): void {
    void this.#tell(["setVisible"], [this.#isVisible]);
    this.#copy.renew();
  }
}

const FIRST = [
  "address",
  "domain",
  "connection",
  "contacts",
  "requests",
  "conversations",
  "groups.invitations",
  "people.blocked",
  "people.status",
] as const;
/** What can be done in groups and with people, and how one signs in. */
const GIVES_ROOM = /^(?:groups\.actions|people\.actions|devices\.entry|past\.search)$/;
const OF_PEOPLE = ["people.nameOf", "people.pictureOf", "people.isBlocked"] as const;
/** What only tabs say to each other. */
const OURS: ReadonlySet<string> = new Set(["reads", "ping", "setVisible"]);
const ADOPT = ["others", "adopt"] as const;
