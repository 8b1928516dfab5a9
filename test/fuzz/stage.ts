import "@yonder/protocol/strict";
import "@yonder/protocol/words";
import { type Element, Jid, NS, parseElement, resultReply, serialize, UNLIMITED, xml } from "@yonder/protocol";
import { faultLog } from "../../packages/server/src/fault-log.fixture.ts";
import { type House, openHouse } from "../../packages/server/src/features/house.fixture.ts";
import { features } from "../../packages/server/src/features/index.ts";
import type { Session } from "../../packages/server/src/stream/session.ts";
import { withOwnFrom } from "../../packages/server/src/stream/stream-element.ts";
import { must, Violation } from "./target.ts";

/** What goes out to the world, or listens, stays at home. */
const ABROAD: ReadonlySet<string> = new Set(["link-previews", "web-push", "components"]);
const AT_HOME = features.filter(({ name }) => !ABROAD.has(name));
const CONDITIONS: ReadonlySet<string> = new Set(
  "bad-request conflict feature-not-implemented forbidden gone internal-server-error item-not-found jid-malformed not-acceptable not-allowed not-authorized payment-required policy-violation recipient-unavailable redirect registration-required remote-server-not-found remote-server-timeout resource-constraint service-unavailable subscription-required undefined-condition unexpected-request".split(
    " ",
  ),
);
const ERROR_TYPES: ReadonlySet<string> = new Set(["auth", "cancel", "continue", "modify", "wait"]);

/** A node in memory with every feature that does not reach out into the world, and people at it. */
export class Stage {
  readonly house: House;
  readonly #faults: string[];
  readonly #players = new Map<string, Player>();

  private constructor(house: House, faults: string[]) {
    this.house = house;
    this.#faults = faults;
  }

  static async open(): Promise<Stage> {
    const faults: string[] = [];
    const config = { guests: true, pubsubCreation: "everyone", admins: ["friar@example.com"] } as const;
    return new Stage(await openHouse(AT_HOME, config, faultLog(faults)), faults);
  }

  /** Whoever is at that address; comes in if they are not here, or not any more. */
  async player(address: string): Promise<Player> {
    const known = this.#players.get(address);
    if (known && !known.isOver) return known;
    const player = await Player.enter(this.house, address);
    this.#players.set(address, player);
    return player;
  }

  /** All requests were answered, each once, and nothing went wrong. */
  async atRest(): Promise<void> {
    const players = [...this.#players.values()];
    for (let turn = 0; turn < 20 || (turn < 200 && players.some(({ isWaiting }) => isWaiting)); turn++)
      await (turn < 60 ? nextTurn() : new Promise((resolve) => setTimeout(resolve, 20)));
    for (const player of players) player.checkAnswers();
    this.checkFaults();
  }

  checkFaults(): void {
    const [fault] = this.#faults;
    if (fault !== undefined) throw new Violation(`logged as a fault of ours: ${fault}`);
  }

  close(): Promise<void> {
    return this.house.stop();
  }
}

interface Asked {
  answers: number;
  /** Somebody in a room may leave it without answering, and then nobody does. */
  readonly isSure: boolean;
}

function isForOccupant(stanza: Element): boolean {
  const to = Jid.tryParse(stanza.attr("to") ?? "");
  return to?.domain === "conference.example.com" && to.resource !== undefined;
}

/** Somebody's device, which answers what it is asked. */
export class Player {
  readonly session: Session;
  /** What came last, to be referred to. */
  readonly ids: string[] = [];
  onStanza: (stanza: Element) => void = () => {};
  readonly #guest: Awaited<ReturnType<House["login"]>>;
  /** What was asked, by id. */
  readonly #asked = new Map<string, Asked>();

  private constructor(guest: Awaited<ReturnType<House["login"]>>) {
    this.#guest = guest;
    this.session = guest.session;
    Object.assign(guest.connection, { send: (stanza: Element) => this.#take(stanza) });
  }

  static async enter(house: House, address: string): Promise<Player> {
    const player = new Player(await house.login(address));
    player.says(xml("presence", NS.client));
    return player;
  }

  get isOver(): boolean {
    return this.session.isOver || this.#guest.streamError !== undefined;
  }

  get isWaiting(): boolean {
    return !this.isOver && [...this.#asked.values()].some(({ answers, isSure }) => isSure && answers === 0);
  }

  says(element: Element): void {
    const stanza = withOwnFrom(element, this.session.jid);
    if (!stanza || this.isOver) return;
    const { id, type } = { id: stanza.attr("id"), type: stanza.attr("type") };
    if (stanza.name === "iq" && id && (type === "get" || type === "set") && !this.#asked.has(id))
      this.#asked.set(id, { answers: 0, isSure: !isForOccupant(stanza) });
    this.session.receive(stanza);
  }

  checkAnswers(): void {
    if (this.isOver) return;
    for (const [id, { answers, isSure }] of this.#asked)
      must(
        answers === 1 || (answers === 0 && !isSure),
        `a request was answered ${answers} times`,
        `${id} of ${this.session.jid}`,
      );
    this.#asked.clear();
  }

  #take(stanza: Element): void {
    const text = serialize(stanza, NS.client);
    const read = parseElement(text, UNLIMITED, NS.client);
    const type = read.attr("type");
    const id = read.attr("id") ?? "";
    if (read.name === "iq" && (type === "get" || type === "set"))
      setImmediate(() => this.says(resultReply(read, read.firstElement)));
    else if (read.name === "iq") this.#answered(id);
    if (type === "error") checkError(read);
    this.#remember(read);
    this.onStanza(read);
  }

  #answered(id: string): void {
    const asked = this.#asked.get(id);
    if (asked) asked.answers += 1;
  }

  #remember(e: Element, depth = 0): void {
    for (const name of ["id", "sessionid", "node"]) {
      const value = e.attr(name);
      if (value) this.ids.unshift(value);
    }
    this.ids.length = Math.min(this.ids.length, 20);
    if (depth < 3) for (const child of e.elements().slice(0, 4)) this.#remember(child, depth + 1);
  }
}

/** RFC 6120 §8.3: a type and one condition of the standard's. */
function checkError(stanza: Element): void {
  const error = stanza.child("error", NS.client);
  const [condition, ...more] = error?.elements().filter(({ ns, name }) => ns === NS.stanzas && name !== "text") ?? [];
  // What clients say in an error is passed on as they say it.
  if (Jid.tryParse(stanza.attr("from") ?? "example.com")?.resource !== undefined) return;
  must(error !== undefined && ERROR_TYPES.has(error.attr("type") ?? ""), "an error of no type", serialize(stanza));
  must(
    condition !== undefined && more.length === 0 && CONDITIONS.has(condition.name),
    "not one defined condition",
    serialize(stanza),
  );
  must(condition.name !== "internal-server-error", "a fault of ours", serialize(stanza));
}

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
