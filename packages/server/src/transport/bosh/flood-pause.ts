import { Deadline } from "../../stream/deadline.ts";
import { FloodGate } from "../flood-gate.ts";
import type { TransportContext } from "../transport-context.ts";

const SECOND = 1_000;

/** Counts what is read of a session, and says when a client that floods must wait. */
export class FloodPause {
  readonly #context: TransportContext;
  readonly #gate: FloodGate | undefined;
  readonly #time: Deadline;
  readonly #onOver: () => void;

  constructor(context: TransportContext, onOver: () => void) {
    const { limits, wheel } = context;
    this.#context = context;
    this.#onOver = onOver;
    this.#gate =
      limits.streamBytesPerSecond === undefined ? undefined : new FloodGate(limits.streamBytesPerSecond, wheel.now);
    this.#time = new Deadline(wheel, () => this.#look());
  }

  get isOn(): boolean {
    return this.#time.isSet;
  }

  count(bytes: number, elements: number): void {
    const { metrics, wheel } = this.#context;
    metrics.bytesReceived += bytes;
    if (this.#gate?.take(bytes, elements, wheel.now) === false) this.#time.set(SECOND);
  }

  end(): void {
    this.#time.drop();
  }

  #look(): void {
    if (this.#gate?.isOpen(this.#context.wheel.now)) this.#onOver();
    else this.#time.set(SECOND);
  }
}
