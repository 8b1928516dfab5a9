import { networkOf } from "../stream/network-of.ts";
import { isLoopbackAddress } from "./addresses.ts";

/** How many connections there may be, in all and from one address. */
export class ConnectionCaps {
  readonly #total: number;
  readonly #perAddress: number;
  readonly #counts = new Map<string, number>();
  #count = 0;

  constructor(total: number, perAddress: number) {
    this.#total = total;
    this.#perAddress = perAddress;
  }

  /** Takes a place; false when there is none. From loopback only the total counts: a proxy may stand there for many. */
  enter(address: string): boolean {
    const network = networkOf(address);
    const mine = this.#counts.get(network) ?? 0;
    if (this.isFull || (mine >= this.#perAddress && !isLoopbackAddress(address))) return false;
    this.#counts.set(network, mine + 1);
    this.#count += 1;
    return true;
  }

  /** There is no place for anybody. */
  get isFull(): boolean {
    return this.#count >= this.#total;
  }

  leave(address: string): void {
    const network = networkOf(address);
    const mine = this.#counts.get(network) ?? 0;
    if (mine > 1) this.#counts.set(network, mine - 1);
    else this.#counts.delete(network);
    this.#count -= 1;
  }
}
