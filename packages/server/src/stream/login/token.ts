import { createHmac } from "node:crypto";
import { SaslError } from "@yonder/protocol";
import type { Tokens } from "../fast-tokens.ts";
import type { Exchange, ExchangeStep } from "./exchange.ts";
import { textOf } from "./text.ts";

/** What a client says of the token it uses (XEP-0484 §3.4, §3.6). */
export interface TokenClient {
  /** Id of its `<user-agent/>`. */
  readonly agent: string;
  readonly count: number | undefined;
  readonly isInvalidating: boolean;
}

export interface TokenOptions {
  /** A token is good for the mechanism that it was asked for alone. */
  readonly mechanism: string;
  /** What the mechanism binds to; empty for HT-…-NONE. */
  readonly binding: Uint8Array;
  readonly client: TokenClient;
  readonly tokens: Pick<Tokens, "use">;
  /** The name as an account has it. */
  readonly nameOf: (given: string) => string;
}

/** HT-SHA-256-…: one message each way, with a hash of the token (draft-schmaus-kitten-sasl-ht §3). */
export class TokenExchange implements Exchange {
  /** Nobody guesses 256 bits: who shows an old token is not kept waiting, nor is an owner who shows a good one while others guess. */
  readonly hasGuessed = false;
  readonly #options: TokenOptions;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  async take(data: Uint8Array): Promise<ExchangeStep> {
    const { mechanism, binding, client, tokens, nameOf } = this.#options;
    const end = data.indexOf(0);
    if (end <= 0) throw new SaslError("malformed-request");
    const username = nameOf(textOf(data.subarray(0, end)));
    const hash = (who: "Initiator" | "Responder", token: string) =>
      createHmac("sha256", token).update(who).update(binding).digest();
    const used = await tokens.use({
      username,
      client,
      mechanism,
      proof: data.subarray(end + 1),
      proofOf: (token) => hash("Initiator", token),
    });
    return {
      kind: "proven",
      account: used.account,
      authzid: undefined,
      data: hash("Responder", used.text),
      token: used,
    };
  }
}
