import { setTimeout as sleep } from "node:timers/promises";
import { fromBase64, Jid, type SaslCondition, SaslError } from "@yonder/protocol";
import type { Account } from "../../store/store.ts";
import type { Connection } from "../../transport/connection.ts";
import type { UsedToken } from "../fast-tokens.ts";
import {
  channelBindingsOf,
  type Mechanism,
  mayLogIn,
  mechanismNamed,
  mechanismsOf,
  tokenMechanismsOf,
} from "../mechanisms.ts";
import type { StreamContext } from "../stream-context.ts";
import { AnonymousExchange } from "./anonymous.ts";
import type { Exchange, FoundCredentials, Proof } from "./exchange.ts";
import { PlainExchange } from "./plain.ts";
import { ScramExchange } from "./scram.ts";
import { encoded } from "./text.ts";
import { type TokenClient, TokenExchange } from "./token.ts";

/** What comes of an element of the login; data as base64. */
export type LoginStep =
  | { readonly kind: "challenge"; readonly data: string }
  | LoginSuccess
  | { readonly kind: "failure"; readonly condition: SaslCondition; readonly isLast: boolean };

export interface LoginSuccess {
  readonly kind: "success";
  readonly account: Account;
  readonly data: string | undefined;
  /** What the client logged in with, if that was a token. */
  readonly token: UsedToken | undefined;
}

/** How a client begins a login. */
export interface LoginRequest {
  readonly mechanism: string;
  /** In base64; undefined: the mechanism's first message is still to come. */
  readonly response: string | undefined;
  /** With SASL2 (XEP-0388) a client may use more than its password. */
  readonly sasl2?: {
    /** Who the client said it is in the stream's header: a bare JID. */
    readonly from: string | undefined;
    /** What it says of the token that it uses; undefined: it uses none. */
    readonly token: TokenClient | undefined;
  };
}

/** RFC 6120 §6.4.5: at least 2, and finite. */
const MAX_FAILURES = 5;

/** The logins of one stream by SASL (RFC 6120 §6), whichever profile: one mechanism at a time, and not many attempts. */
export class Login {
  readonly #connection: Connection;
  readonly #context: StreamContext;
  #failures = 0;
  #exchange: Exchange | undefined;
  #username = "";
  #from: string | undefined;

  constructor(connection: Connection, context: StreamContext) {
    this.#connection = connection;
    this.#context = context;
  }

  begin(request: LoginRequest): Promise<LoginStep> {
    return this.#attempt(() => {
      if (this.#exchange) throw new SaslError("malformed-request", "a login is under way");
      if (!mayLogIn(this.#connection)) throw new SaslError("encryption-required");
      this.#from = request.sasl2?.from;
      this.#exchange = this.#newExchange(request);
      return request.response === undefined ? { kind: "challenge", data: "" } : this.#take(request.response);
    });
  }

  /** `response`: in base64. */
  goOn(response: string): Promise<LoginStep> {
    return this.#attempt(() => this.#take(response));
  }

  /** The client gave up, or what it sent makes no sense. */
  refuse(condition: SaslCondition): Promise<LoginStep> {
    return this.#attempt(() => {
      throw new SaslError(condition);
    });
  }

  async #attempt(step: () => LoginStep | Promise<LoginStep>): Promise<LoginStep> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof SaslError)) this.#context.log.error({ err: error }, "login failed by a fault of ours");
      return this.#fail(error instanceof SaslError ? error.condition : "temporary-auth-failure");
    }
  }

  async #take(response: string): Promise<LoginStep> {
    if (!this.#exchange) throw new SaslError("malformed-request", "no login is under way");
    const step = await this.#exchange.take(fromBase64(response));
    if (step.kind === "challenge") return { kind: "challenge", data: encoded(step.data) };
    this.#checkAuthzid(step);
    return this.#succeed(step);
  }

  #newExchange({ mechanism: name, sasl2 }: LoginRequest): Exchange {
    const mechanism = mechanismNamed(name);
    if (mechanism?.kind === "token" && sasl2?.token) return this.#tokenExchange(mechanism, name, sasl2.token);
    const mechanisms = mechanismsOf(this.#connection, this.#context);
    if (!mechanism || !mechanisms.includes(name)) throw new SaslError("invalid-mechanism");
    return this.#exchangeOf(mechanism, mechanisms);
  }

  /** `mechanisms`: all that are offered. */
  #exchangeOf(mechanism: Mechanism, mechanisms: readonly string[]): Exchange {
    const [connection, context] = [this.#connection, this.#context];
    const find = (given: string) => this.#find(given);
    if (mechanism.kind === "plain") return new PlainExchange(context.passwords, find);
    if (mechanism.kind === "anonymous" && context.door)
      return new AnonymousExchange(context.door, connection.remoteAddress, context.randomId);
    if (mechanism.kind !== "scram") throw new SaslError("invalid-mechanism");
    const types = channelBindingsOf(connection);
    const offered = { mechanisms, bindings: types.length > 0 ? types : undefined };
    const nameOf = (given: string) => this.#nameOf(given);
    return new ScramExchange({ ...mechanism, connection, context, find, nameOf, offered });
  }

  #tokenExchange(mechanism: Mechanism & { kind: "token" }, name: string, client: TokenClient): Exchange {
    const { binding } = mechanism;
    if (!tokenMechanismsOf(this.#connection).includes(name)) throw new SaslError("invalid-mechanism");
    if (this.#context.door?.admits(this.#connection.remoteAddress, true) === false)
      throw new SaslError("temporary-auth-failure");
    const data = binding === undefined ? new Uint8Array() : this.#connection.channelBinding(binding);
    if (!data) throw new SaslError("invalid-mechanism");
    return new TokenExchange({
      mechanism: name,
      binding: data,
      client,
      tokens: this.#context.tokens,
      nameOf: (given) => this.#named(given),
    });
  }

  /** An account by the name the client gave; a name that cannot be one is like one that is unknown. */
  async #find(given: string): Promise<FoundCredentials | undefined> {
    return this.#context.accounts.credentials(await this.#wait(given));
  }

  /** Waits until it may be tried; returns the name as an account has it. */
  async #wait(given: string): Promise<string> {
    const username = this.#named(given);
    const wait = this.#context.guard?.before(this.#connection.remoteAddress, username) ?? 0;
    if (wait === "refuse") throw new SaslError("temporary-auth-failure");
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    return username;
  }

  /** Who wants to log in, from now on. */
  #named(given: string): string {
    this.#username = this.#nameOf(given);
    return this.#username;
  }

  /** As an account would have it. */
  #nameOf(given: string): string {
    return Jid.tryParse(`${given}@${this.#context.domain}`)?.local ?? given;
  }

  /** Nobody speaks for another (RFC 6120 §6.3.8), or for another than the stream is from (XEP-0388 §2.3). */
  #checkAuthzid({ account, authzid }: Proof): void {
    if (!authzid) return;
    const address = Jid.tryParse(authzid)?.toString();
    const isOther = this.#from !== undefined && address !== this.#from;
    if (isOther || address !== `${account.username}@${this.#context.domain}`) throw new SaslError("invalid-authzid");
  }

  #succeed({ account, data, token }: Proof): LoginStep {
    const { guard, metrics, log } = this.#context;
    guard?.succeeded(this.#connection.remoteAddress, account.username);
    metrics.loginsOk += 1;
    log.debug({ username: account.username, address: this.#connection.remoteAddress }, "logged in");
    this.#reset();
    return { kind: "success", account, data: data && encoded(data), token };
  }

  async #fail(condition: SaslCondition): Promise<LoginStep> {
    const { guard, metrics, log } = this.#context;
    this.#failures += 1;
    metrics.loginsFailed += 1;
    const address = this.#connection.remoteAddress;
    log.info({ username: this.#username, address, condition }, "login refused");
    // COMPAT: slixmpp tries every mechanism in turn, those with a channel binding that the connection does not have too: that guesses nothing.
    const isWrongGuess = condition === "not-authorized" && this.#exchange?.hasGuessed === true;
    const wait = isWrongGuess ? (guard?.failed(address, this.#username) ?? 0) : 0;
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    this.#reset();
    return { kind: "failure", condition, isLast: this.#failures >= MAX_FAILURES };
  }

  #reset(): void {
    this.#exchange = undefined;
    this.#username = "";
    this.#from = undefined;
  }
}
