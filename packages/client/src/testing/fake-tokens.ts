// biome-ignore lint/style/noRestrictedImports: the other end of the wire, which runs in tests alone.
import { createHmac } from "node:crypto";

/** Tokens of XEP-0484 as a server keeps them (§5.1): of each client the one in use, and the one that is to take its place. */
export class FakeTokens {
  /** By the client's id, the newer first. */
  readonly #byAgent = new Map<string, string[]>();
  #issued = 0;
  /** The next login with a token gets another one. */
  isDue = false;
  /** It does not know the tokens, and says that they are right. */
  isForged = false;

  /** @returns our own proof; undefined when theirs is wrong. `response`: one character a byte */
  check(agent: string, response: string): string | undefined {
    if (this.isForged) return proof("Responder", "forged");
    const given = response.slice(response.indexOf("\0") + 1);
    const token = this.#byAgent.get(agent)?.find((one) => proof("Initiator", one) === given);
    if (token === undefined) return undefined;
    this.#byAgent.set(agent, [token]);
    return proof("Responder", token);
  }

  /** @returns a new token for who has logged in, if one is wanted or due */
  after(agent: string, isWanted: boolean): string | undefined {
    if (!isWanted && !this.isDue) return undefined;
    this.isDue = false;
    const token = `secret-token:${++this.#issued}`;
    this.#byAgent.set(agent, [token, ...(this.#byAgent.get(agent) ?? []).slice(-1)]);
    return token;
  }

  /** None is good any more. */
  clear(): void {
    this.#byAgent.clear();
  }
}

function proof(who: "Initiator" | "Responder", token: string): string {
  return createHmac("sha256", token).update(who).digest("latin1");
}
