import { SaslError } from "@yonder/protocol";
import { guestAccount } from "../guest-account.ts";
import type { GuestEvents } from "../node-port.ts";
import type { Exchange, ExchangeStep } from "./exchange.ts";

/** RFC 4505 §2 */
const MAX_TRACE = 1_020;

/** ANONYMOUS (RFC 4505): whoever comes gets a name that nobody had before. What they say of themselves is not kept. */
export class AnonymousExchange implements Exchange {
  readonly hasGuessed = false;
  readonly #door: GuestEvents;
  readonly #address: string;
  readonly #randomId: () => string;

  constructor(door: GuestEvents, address: string, randomId: () => string) {
    this.#door = door;
    this.#address = address;
    this.#randomId = randomId;
  }

  take(data: Uint8Array): ExchangeStep {
    if (data.length > MAX_TRACE) throw new SaslError("malformed-request");
    if (!this.#door.admits(this.#address, false)) throw new SaslError("temporary-auth-failure");
    const account = guestAccount(this.#randomId().toLowerCase());
    return { kind: "proven", account, authzid: undefined, data: undefined };
  }
}
