import { systemClock } from "../clock.ts";
import { Emitter } from "../emitter.ts";
import { Engine } from "../engine.ts";
import { logToConsole } from "../log.ts";
import type { Clock } from "../options.ts";
import type { SlotStorage } from "../storage/storage.ts";
import type { EngineApi, Events } from "../types.ts";
import type { Lead } from "./later/lead.ts";
import type { Mirror } from "./later/mirror.ts";
import type { Databases } from "./later/sweep.ts";
import { Slots } from "./slots.ts";
import type { Locks, Page, TabChannel, TabOptions, TakeOptions } from "./tab-options.ts";

type Given<Name extends "signIn" | "register"> = Parameters<EngineApi[Name]>;

/** What is done in this very tab. */
const OWN = /^(?:signIn|register|discover|prepare)/;
/** Nobody waits for what is done then, ms. */
const LEISURE = 20_000;

/**
 * The engine of this tab's account: of all tabs that show it one leads, which has the connection and the storage; the others show what it
 * has and pass on what they are told (docs/adr/0021). The page need not know.
 */
export function openTab(options: TabOptions): EngineApi {
  const tab = new Tab(options);
  return new Proxy({} as EngineApi, { get: (_, name) => tab.member(name as keyof EngineApi) });
}

class Tab {
  readonly #options: TabOptions;
  readonly #log: (event: string, cause?: unknown) => void;
  readonly #slots: Slots;
  readonly #page: Page;
  readonly #locks: Locks | undefined;
  readonly #clock: Clock;
  readonly #emitter: Emitter<Events>;
  #engine: Engine;
  #storage: SlotStorage;
  /** While another tab leads. */
  #mirror: Mirror | undefined;
  #lead: Promise<Lead> | undefined;
  #channel: TabChannel | undefined;
  #slot = "";
  /** Looking whether somebody is signed in here. */
  #beginning: Promise<unknown> = Promise.resolve();
  #letGo: (() => void) | undefined;
  /** The others do not know yet that we lead. */
  #isNew = false;
  /** Ends the waiting for the lead. */
  #line = new AbortController();
  #hasResigned = false;
  /** Counts how often we have turned to something else: what was begun before that goes no further. */
  #turn = 0;

  constructor(options: TabOptions) {
    this.#options = options;
    this.#log = options.log ?? logToConsole;
    this.#emitter = new Emitter((cause) => this.#log("a listener threw", cause));
    this.#slots = options.slots ?? new Slots();
    this.#page = options.page ?? (globalThis as Page);
    this.#locks = "locks" in options ? options.locks : globalThis.navigator?.locks;
    this.#clock = options.clock ?? systemClock;
    [this.#engine, this.#storage] = this.#make();
    this.#emitter.on("cleared", () => {
      this.#slots.forget(this.#slot);
      this.#turnAway();
      this.#sweep();
    });
    this.#emitter.on("connection", ({ kind }) => kind === "online" && this.#letGo && this.#keep());
    this.#watchPage();
  }

  member(name: keyof EngineApi): unknown {
    if (name === "on") return this.#emitter.on.bind(this.#emitter);
    if (name === "resumeSaved") return () => (this.#beginning = this.#begin());
    if (this.#mirror && !OWN.test(name)) return this.#mirror.api[name];
    if (name === "signIn") return (...given: Given<"signIn">) => this.#try((engine) => engine.signIn(...given));
    if (name === "register") return (...given: Given<"register">) => this.#try((engine) => engine.register(...given));
    const engine: EngineApi = this.#engine;
    const member: unknown = engine[name];
    return typeof member === "function" ? member.bind(engine) : member;
  }

  /** One after the other; and who could not sign in leads nothing. */
  async #try<T>(enter: (engine: EngineApi) => Promise<T>): Promise<T> {
    await this.#beginning.catch(() => {});
    return enter(this.#engine).catch((cause: unknown) => {
      this.#leave();
      throw cause;
    });
  }

  #make(): [Engine, SlotStorage] {
    const storage = this.#options.storage();
    const tabStore = {
      read: () => this.#slots.stream(this.#slot).read(),
      write: (text: string | undefined) => this.#slots.stream(this.#slot).write(text),
    };
    const enter = (address: string, isRemembered: boolean) => this.#enter(address, isRemembered);
    const engine = new Engine({ ...this.#options, storage, tabStore, emitter: this.#emitter, enter });
    return [engine, storage];
  }

  /** Leads, or follows whoever does. @returns whether somebody is signed in */
  async #begin(): Promise<boolean> {
    const turn = this.#turn;
    this.#open(this.#slots.chosen);
    this.#clock.after(LEISURE, () => this.#sweep());
    if (await this.#take({ ifAvailable: true })) return this.#resume();
    return turn === this.#turn && this.#follow();
  }

  async #resume(): Promise<boolean> {
    const turn = this.#turn;
    const isHere = await this.#engine.resumeSaved();
    if (turn !== this.#turn) return false;
    if (isHere) this.#keep();
    else this.#leave();
    return isHere;
  }

  /** Who signs in takes the lead: whoever has it may not be let in any more. @returns whether the account is another one */
  async #enter(address: string, isRemembered: boolean): Promise<boolean> {
    const slot = this.#slots.enter(address, isRemembered);
    if (this.#letGo && this.#slot === slot) return false;
    this.#turnAway();
    this.#open(slot);
    await this.#take({ steal: true });
    return true;
  }

  #open(slot: string): TabChannel {
    this.#channel?.close();
    this.#slot = slot;
    this.#storage.use(slot);
    this.#channel = this.#options.channel?.(slot) ?? new BroadcastChannel(slot);
    return this.#channel;
  }

  /** It is signed in to: it is among those that this browser has. */
  #keep(): void {
    const { address } = this.#engine;
    if (!this.#slots.accounts.some(({ slot }) => slot === this.#slot)) this.#slots.keep({ address, slot: this.#slot });
    if (this.#isNew) this.#channel?.postMessage({ kind: "leads" });
    this.#isNew = false;
  }

  /** Asks for the lead. @returns whether we have it; not before that is decided */
  #take(how: TakeOptions): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const turn = this.#turn;
    const hold = (lock: unknown) => {
      const isOurs = lock !== null && turn === this.#turn;
      resolve(isOurs);
      if (isOurs) this.#leads(letGo);
      return isOurs && held;
    };
    // A browser that forbids us to keep anything may forbid this as well: then no other tab knows of us either.
    const denied = (cause: unknown) => (isOver(cause) ? this.#lost(letGo) : hold(true));
    if (this.#locks) this.#locks.request(`yonder:${this.#slot}`, how, hold).catch(denied);
    else hold(true);
    return promise;
  }

  #leads(letGo: () => void): void {
    this.#letGo = letGo;
    this.#isNew = true;
    const channel = this.#channel;
    if (channel)
      channel.onmessage = ({ data }) => {
        this.#lead ??= this.#loadLead(channel);
        void this.#lead.then((lead) => lead.hear(data));
      };
  }

  /** There is another tab. */
  async #loadLead(channel: TabChannel): Promise<Lead> {
    const { Lead } = await import("./later/lead.ts");
    return new Lead({ engine: this.#engine, channel, emitter: this.#emitter, locks: this.#locks });
  }

  /** Shows what the leading tab has, and waits in line. */
  async #follow(): Promise<boolean> {
    const turn = this.#turn;
    const { Mirror } = await import("./later/mirror.ts");
    if (turn !== this.#turn) return false;
    [this.#engine, this.#storage] = this.#make();
    const channel = this.#open(this.#slot);
    const promote = async (how: TakeOptions) => (await this.#take(how)) && this.#promote(mirror);
    const mirror: Mirror = new Mirror({
      storage: this.#storage,
      channel,
      emitter: this.#emitter,
      locks: this.#locks,
      clock: this.#options.clock,
      log: this.#log,
      isVisible: () => this.#page.document?.visibilityState !== "hidden",
      // It may be gone, and the lead ours by now.
      onSilence: () => this.#letGo || void promote({ steal: true }),
    });
    this.#line = new AbortController();
    void promote({ signal: this.#line.signal });
    this.#mirror = mirror;
    return mirror.begin();
  }

  /** The leading tab is gone: we go on where it was. */
  async #promote(mirror: Mirror): Promise<void> {
    this.#line.abort();
    const turn = this.#turn;
    const isHere = await this.#resume();
    if (turn === this.#turn) await mirror.handOver(this.#engine, isHere);
    if (turn !== this.#turn) return;
    this.#mirror = undefined;
    this.#refresh(isHere, turn);
  }

  /** Another tab took the lead, as we did not answer or somebody signed in there. */
  #lost(letGo: () => void): void {
    if (this.#letGo !== letGo) return;
    const turn = this.#turnAway();
    void this.#engine.close(true);
    void this.#follow().then((isHere) => this.#refresh(isHere, turn));
  }

  /** What is on the screen is read again. */
  #refresh(isHere: boolean, turn: number): void {
    if (turn !== this.#turn) return;
    const { connection } = this.#mirror?.api ?? this.#engine;
    const isKept = this.#slots.accounts.some(({ slot }) => slot === this.#slot);
    if (!isHere && !isKept) return this.#emitter.emit("cleared", undefined);
    this.#emitter.emit("connection", isHere ? connection : { kind: "refused", reason: "credentials" });
    this.#emitter.emit("people", undefined);
  }

  /** To something else. @returns the turn that begins */
  #turnAway(): number {
    this.#turn += 1;
    this.#leave();
    return this.#turn;
  }

  /** Neither leads nor follows any longer. */
  #leave(): void {
    this.#line.abort();
    this.#mirror?.close();
    void this.#lead?.then((lead) => lead.close());
    this.#channel?.close();
    this.#mirror = this.#lead = this.#channel = undefined;
    this.#letGo?.();
    this.#letGo = undefined;
  }

  /** What nobody has any more goes from this device. */
  #sweep(): void {
    const { databases = (globalThis as { readonly indexedDB?: Databases }).indexedDB } = this.#options;
    const parts = { slots: this.#slots, databases, locks: this.#locks, now: this.#clock.now() };
    import("./later/sweep.ts")
      .then(({ sweep }) => sweep(parts))
      .catch((cause: unknown) => this.#log("what was left behind could not be removed", cause));
  }

  /** Who is frozen cannot lead. */
  #watchPage(): void {
    const resign = () => {
      if (this.#hasResigned || !this.#slot) return;
      this.#hasResigned = true;
      void this.#engine.close(!this.#letGo);
      this.#turnAway();
    };
    const comeBack = () => {
      if (!this.#hasResigned) return;
      this.#hasResigned = false;
      [this.#engine, this.#storage] = this.#make();
      const turn = this.#turn;
      void this.#begin().then((isHere) => this.#refresh(isHere, turn));
    };
    const { document } = this.#page;
    this.#page.addEventListener?.("pagehide", resign);
    this.#page.addEventListener?.("pageshow", comeBack);
    document?.addEventListener("freeze", resign);
    document?.addEventListener("resume", comeBack);
  }
}

/** The lock was taken from us, or is waited for no longer. */
function isOver(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "AbortError";
}
