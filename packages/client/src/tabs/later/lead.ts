import type { Emitter } from "../../emitter.ts";
import type { Engine } from "../../engine.ts";
import type { SearchDoor } from "../../search/door.ts";
import type { Events } from "../../types.ts";
import type { Locks, TabChannel } from "../tab-options.ts";
import { type Answer, type Call, failureOf, type Happened, presenceLock, run, type Told } from "./calls.ts";

interface LeadParts {
  readonly engine: Engine;
  readonly channel: TabChannel;
  readonly emitter: Emitter<Events>;
  readonly locks: Locks | undefined;
}

/** Tells the tabs that follow what happens, and does what they ask. */
export class Lead {
  readonly #parts: LeadParts;
  readonly #followers = new Set<string>();
  readonly #visible = new Set<string>();
  /** Where each tab is in the conversations. */
  readonly #pasts = new Map<string, SearchDoor>();
  #isOver = false;

  constructor(parts: LeadParts) {
    this.#parts = parts;
    parts.emitter.onAll = (...happened) => this.#say({ kind: "event", happened: happened as Happened });
  }

  close(): void {
    this.#isOver = true;
    this.#parts.emitter.onAll = undefined;
  }

  hear(call: Call): void {
    this.#know(call.from);
    void this.#answer(call);
  }

  async #answer(call: Call): Promise<void> {
    const answer = { to: call.from, number: call.number };
    try {
      this.#say({ ...answer, value: await this.#run(call) });
    } catch (cause) {
      this.#say({ ...answer, failure: failureOf(cause) });
    }
  }

  // What can be done at once is done at once: calls keep their order.
  #run({ from, path, given, isAgain }: Call): unknown {
    const { engine } = this.#parts;
    const past = this.#past(from);
    const [peer = ""] = given as string[];
    switch (path.join(".")) {
      case "ping":
        return undefined;
      case "reads":
        return this.#read(past, given[0] as readonly (readonly [readonly string[], readonly unknown[]])[]);
      case "setVisible":
        return this.#see(from, given[0] === true);
      case "markRead":
        return engine.others.read(peer);
      case "loadOlder":
        return this.#opened(peer).then(() => engine.others.loadOlder(peer, past));
      case "react":
        // Twice would take it back.
        return isAgain ? undefined : engine.react(peer, String(given[1]));
      default:
        return run(path[0] === "past" ? { past } : engine, path, given);
    }
  }

  #read(
    past: SearchDoor,
    wanted: readonly (readonly [readonly string[], readonly unknown[]])[],
  ): Promise<readonly unknown[]> {
    const { engine } = this.#parts;
    return Promise.all(
      wanted.map(async ([path, given]) => {
        const peer = String(given[0]);
        if (path[0] === "history") return this.#opened(peer).then(() => engine.others.history(peer, past));
        // One that cannot be read leaves the others.
        return run(path[0] === "past" ? { past } : engine, path, given).catch(() => undefined);
      }),
    );
  }

  #past(tab: string): SearchDoor {
    const past = this.#pasts.get(tab) ?? this.#parts.engine.others.pasts.add();
    this.#pasts.set(tab, past);
    return past;
  }

  /** Only some conversations are at hand: one that another tab shows is again. */
  async #opened(peer: string): Promise<void> {
    const { engine } = this.#parts;
    if (!engine.others.isOpen(peer)) await engine.openConversation(peer);
  }

  #see(tab: string, isVisible: boolean): void {
    if (isVisible) this.#visible.add(tab);
    else this.#visible.delete(tab);
    this.#parts.engine.others.look(this.#visible.size > 0);
  }

  /** Notices when that tab is gone. */
  #know(tab: string): void {
    if (this.#followers.has(tab)) return;
    this.#followers.add(tab);
    const gone = () => {
      this.#followers.delete(tab);
      if (this.#isOver) return;
      this.#see(tab, false);
      this.#parts.engine.others.pasts.drop(this.#past(tab));
      this.#pasts.delete(tab);
    };
    this.#parts.locks?.request(presenceLock(tab), {}, gone).catch(gone);
  }

  #say(what: Answer | Told): void {
    if (!this.#isOver) this.#parts.channel.postMessage(what);
  }
}
