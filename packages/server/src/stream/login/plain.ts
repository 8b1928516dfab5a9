import { SaslError } from "@yonder/protocol";
import type { PasswordCheck } from "../password-check.ts";
import type { Exchange, ExchangeStep, FindCredentials } from "./exchange.ts";
import { textOf } from "./text.ts";

/** PLAIN (RFC 4616). */
export class PlainExchange implements Exchange {
  readonly #passwords: PasswordCheck;
  readonly #find: FindCredentials;
  #hasGuessed = false;

  constructor(passwords: PasswordCheck, find: FindCredentials) {
    this.#passwords = passwords;
    this.#find = find;
  }

  get hasGuessed(): boolean {
    return this.#hasGuessed;
  }

  async take(data: Uint8Array): Promise<ExchangeStep> {
    const [authzid, username, password, ...rest] = textOf(data).split("\0");
    if (!username || !password || rest.length > 0) throw new SaslError("malformed-request");
    if (this.#passwords.isBusy) throw new SaslError("temporary-auth-failure");
    const found = await this.#find(username);
    this.#hasGuessed = true;
    const isRight = await this.#passwords.matches(password, found?.sha256);
    if (!isRight || !found) throw new SaslError("not-authorized");
    return { kind: "proven", account: found.account, authzid, data: undefined };
  }
}
