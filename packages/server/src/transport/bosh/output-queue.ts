import { type Element, weightOf } from "@yonder/protocol";
import { Deadline } from "../../stream/deadline.ts";
import type { Laggard } from "../backlogs.ts";
import type { TransportContext } from "../transport-context.ts";

/** How long, and how far, waiting output may exceed what may wait for a peer. */
const FULL_TIME = 20_000;
const HARD_FACTOR = 8;
/** Characters of an answer, unless one element has more: what another node passes on is bounded. */
const MOST_IN_ONE = 262_144;

/** What waits for a request to be answered with it. */
export class OutputQueue {
  readonly #limit: number;
  readonly #client: Laggard;
  readonly #backlogs: TransportContext["backlogs"];
  readonly #fullTime: Deadline;
  #elements: Element[] = [];
  #weight = 0;

  /** `client`: cut off when it does not fetch what is there for it. */
  constructor({ wheel, limits, backlogs }: Pick<TransportContext, "wheel" | "limits" | "backlogs">, client: Laggard) {
    this.#limit = limits.sendBufferBytes;
    this.#client = client;
    this.#backlogs = backlogs;
    this.#fullTime = new Deadline(wheel, () => client.cutOff());
  }

  get isEmpty(): boolean {
    return this.#elements.length === 0;
  }

  /** Characters, roughly. */
  get weight(): number {
    return this.#weight;
  }

  add(element: Element): void {
    this.#elements.push(element);
    this.#weight += weightOf(element);
    if (this.#weight > this.#limit * HARD_FACTOR) return this.#client.cutOff();
    if (this.#weight > this.#limit) this.#fullTime.setAtMost(FULL_TIME);
    this.#backlogs.tell(this.#client, this.#weight);
  }

  /** As much as goes into one answer. */
  take(): Element[] {
    if (this.#weight <= MOST_IN_ONE) return this.takeAll();
    let [count, taken] = [0, 0];
    for (const element of this.#elements) {
      const weight = weightOf(element);
      if (count > 0 && taken + weight > MOST_IN_ONE) break;
      count += 1;
      taken += weight;
    }
    this.#weight -= taken;
    this.#backlogs.tell(this.#client, this.#weight);
    if (this.#weight <= this.#limit) this.#fullTime.clear();
    return this.#elements.splice(0, count);
  }

  takeAll(): Element[] {
    const elements = this.#elements;
    this.#elements = [];
    this.#weight = 0;
    this.#backlogs.tell(this.#client, 0);
    this.#fullTime.clear();
    return elements;
  }

  end(): void {
    this.takeAll();
    this.#fullTime.drop();
  }
}
