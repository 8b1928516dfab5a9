import { type Offered, SaslError, type ScramHash, ScramServer } from "@yonder/protocol";
import type { ChannelBindingType, Connection } from "../../transport/connection.ts";
import { channelBindingNamed, channelBindingsOf } from "../mechanisms.ts";
import type { Awaitable } from "../node-port.ts";
import { nodeScramCrypto } from "../password-check.ts";
import type { StreamContext } from "../stream-context.ts";
import type { Exchange, ExchangeStep, FindCredentials, FoundCredentials } from "./exchange.ts";
import { textOf } from "./text.ts";

export interface ScramOptions {
  readonly hash: ScramHash;
  readonly isPlus: boolean;
  readonly connection: Connection;
  readonly context: Pick<StreamContext, "randomId" | "fakeSaltSecret" | "passwordIterations">;
  readonly find: FindCredentials;
  /** A name as an account would have it. */
  readonly nameOf: (given: string) => string;
  /** What the client is told that it was offered (XEP-0474). */
  readonly offered: Offered;
}

/** SCRAM (RFC 5802, RFC 7677). */
export class ScramExchange implements Exchange {
  readonly #options: ScramOptions;
  #server: ScramServer | undefined;
  #found: FoundCredentials | undefined;
  #hasGuessed = false;

  constructor(options: ScramOptions) {
    this.#options = options;
  }

  get hasGuessed(): boolean {
    return this.#hasGuessed;
  }

  take(data: Uint8Array): Awaitable<ExchangeStep> {
    const text = textOf(data);
    return this.#server ? this.#last(this.#server, text) : this.#first(text);
  }

  async #first(text: string): Promise<ExchangeStep> {
    this.#server = this.#newServer(text);
    return { kind: "challenge", data: await this.#server.first(text) };
  }

  #last(server: ScramServer, text: string): ExchangeStep {
    this.#hasGuessed = true;
    const { authzid, serverFinal } = server.final(text);
    if (!this.#found) throw new SaslError("not-authorized");
    return { kind: "proven", account: this.#found.account, authzid, data: serverFinal };
  }

  #newServer(clientFirst: string): ScramServer {
    const { hash, isPlus, connection, context, find, nameOf, offered } = this.#options;
    return new ScramServer({
      hash,
      isPlus,
      nonce: context.randomId(),
      crypto: nodeScramCrypto,
      lookup: async (username) => {
        this.#found = await find(username);
        return this.#found?.[hash === "SHA-1" ? "sha1" : "sha256"];
      },
      plusAdvertised: channelBindingsOf(connection).length > 0,
      channelBinding: isPlus ? bindingFor(clientFirst, connection) : undefined,
      offered,
      fakeSaltSecret: context.fakeSaltSecret,
      prepare: nameOf,
      fakeIterations: context.passwordIterations,
    });
  }
}

/** The binding that the client names in its GS2 header (RFC 5802 §7). */
function bindingFor(
  clientFirst: string,
  connection: Connection,
): { type: ChannelBindingType; data: Uint8Array } | undefined {
  const known = channelBindingNamed(/^p=([A-Za-z0-9.-]+),/.exec(clientFirst)?.[1]);
  const data = known && connection.channelBinding(known);
  return known && data && { type: known, data };
}
