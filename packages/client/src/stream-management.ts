import { type Element, newlyHandled, parseElement, serialize, sm, UNLIMITED } from "@yonder/protocol";

/** What must be known to resume a stream (XEP-0198 §5); plain data. */
export interface ResumableState {
  readonly id: string;
  readonly address: string;
  /** Where it was: there it is resumed with the least effort. */
  readonly url?: string;
  /** Bytes of the largest stanza that the server takes, if it said so. */
  readonly maxBytes?: number;
  /** Stanzas of the server's that we handled. */
  readonly inbound: number;
  /** Stanzas of ours that the server is known to have handled. */
  readonly acked: number;
  /** Ours that follow, serialised. */
  readonly unacked: readonly string[];
}

const MODULUS = 2 ** 32;

/** Both counters of XEP-0198 and the stanzas that wait for an acknowledgement. Pure: sends nothing. */
export class StreamManagement {
  /** Where we stand, when the stream can be resumed. */
  id: string | undefined;
  inbound = 0;
  #acked = 0;
  #unacked: Element[] = [];

  static restore(state: ResumableState): StreamManagement {
    const management = new StreamManagement();
    management.id = state.id;
    management.inbound = state.inbound;
    management.#acked = state.acked;
    management.#unacked = state.unacked.map((text) => parseElement(text, UNLIMITED));
    return management;
  }

  state(address: string): ResumableState | undefined {
    if (!this.id) return undefined;
    const unacked = this.#unacked.map((stanza) => serialize(stanza));
    return { id: this.id, address, inbound: this.inbound, acked: this.#acked, unacked };
  }

  get unacked(): readonly Element[] {
    return this.#unacked;
  }

  /** The server's counter once it has handled all that we sent. */
  get outbound(): number {
    return (this.#acked + this.#unacked.length) % MODULUS;
  }

  /** Whether the server may say `h`. */
  isPossible(h: number): boolean {
    return newlyHandled(h, this.#acked) <= this.#unacked.length;
  }

  /** Gives up what is not worth sending again; only where both ends have just compared their counters. */
  forget(isWorthless: (stanza: Element) => boolean): void {
    this.#unacked = this.#unacked.filter((stanza) => !isWorthless(stanza));
  }

  sent(stanza: Element): void {
    this.#unacked.push(stanza);
  }

  received(): void {
    this.inbound = (this.inbound + 1) % MODULUS;
  }

  /** @returns the stanzas that `h` covers newly: none when it is impossible. */
  acknowledged(h: number): readonly Element[] {
    if (!this.isPossible(h)) return [];
    const count = newlyHandled(h, this.#acked);
    this.#acked = h;
    return this.#unacked.splice(0, count);
  }

  resume(): Element {
    return sm.resume(this.id ?? "", this.inbound);
  }

  ack(): Element {
    return sm.ack(this.inbound);
  }
}
