import { isUtf8 } from "node:buffer";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Element,
  fromBase64,
  Jid,
  NS,
  type SaslCondition,
  SaslError,
  ScramServer,
  toBase64,
  xml,
} from "@yonder/protocol";
import type { Account, Credentials } from "../store/store.ts";
import type { ChannelBindingType, Connection } from "../transport/connection.ts";
import { channelBindingsOf, type Mechanism, mayLogIn, mechanismNamed, mechanismsOf } from "./mechanisms.ts";
import type { Awaitable } from "./node-port.ts";
import { nodeScramCrypto } from "./password-check.ts";
import type { StreamContext } from "./stream-context.ts";

/** What comes of an element of the login. */
export type LoginStep =
  | { readonly kind: "reply"; readonly element: Element }
  | { readonly kind: "success"; readonly element: Element; readonly account: Account }
  | { readonly kind: "too-many-failures"; readonly element: Element };

/** RFC 6120 §6.4.5: at least 2, and finite. */
const MAX_FAILURES = 5;

type FoundCredentials = { readonly account: Account } & Credentials;

/** The login of one stream by SASL (RFC 6120 §6): one mechanism at a time, and not many attempts. */
export class Login {
  readonly #connection: Connection;
  readonly #context: StreamContext;
  #failures = 0;
  #mechanism: Mechanism | undefined;
  #scram: ScramServer | undefined;
  #hasChallenged = false;
  #username = "";
  #found: FoundCredentials | undefined;
  /** A password, or the proof of one, was looked at: a failure may be a wrong guess. */
  #hasGuessed = false;

  constructor(connection: Connection, context: StreamContext) {
    this.#connection = connection;
    this.#context = context;
  }

  /** Takes `<auth/>`, `<response/>` or `<abort/>`. */
  async handle(element: Element): Promise<LoginStep> {
    try {
      return await this.#take(element);
    } catch (error) {
      if (!(error instanceof SaslError)) this.#context.log.error({ err: error }, "login failed by a fault of ours");
      return this.#fail(error instanceof SaslError ? error.condition : "temporary-auth-failure");
    }
  }

  #take(element: Element): Awaitable<LoginStep> {
    if (element.name === "auth") return this.#begin(element);
    if (element.name === "response" && this.#mechanism) return this.#goOn(textOf(element));
    throw new SaslError(element.name === "abort" ? "aborted" : "malformed-request");
  }

  #begin(auth: Element): Awaitable<LoginStep> {
    if (this.#mechanism) throw new SaslError("malformed-request", "a login is under way");
    if (!mayLogIn(this.#connection)) throw new SaslError("encryption-required");
    const name = auth.attr("mechanism") ?? "";
    if (!mechanismsOf(this.#connection, this.#context.allowPlaintext).includes(name))
      throw new SaslError("invalid-mechanism");
    this.#mechanism = mechanismNamed(name);
    // RFC 6120 §6.4.2: no initial response, or "=" for an empty one
    if (auth.text === "") return { kind: "reply", element: xml("challenge", NS.sasl) };
    return this.#goOn(textOf(auth));
  }

  #goOn(text: string): Awaitable<LoginStep> {
    if (this.#mechanism?.kind === "plain") return this.#plain(text);
    return this.#hasChallenged ? this.#scramFinal(text) : this.#scramFirst(text);
  }

  async #scramFirst(text: string): Promise<LoginStep> {
    this.#scram = this.#newScram(text);
    const challenge = await this.#scram.first(text);
    this.#hasChallenged = true;
    return { kind: "reply", element: xml("challenge", NS.sasl, null, encode(challenge)) };
  }

  #scramFinal(text: string): LoginStep {
    this.#hasGuessed = true;
    const outcome = this.#scram?.final(text);
    if (!outcome || !this.#found) throw new SaslError("not-authorized");
    this.#checkAuthzid(outcome.authzid);
    return this.#succeed(this.#found.account, encode(outcome.serverFinal));
  }

  #newScram(clientFirst: string): ScramServer {
    const mechanism = this.#mechanism;
    if (mechanism?.kind !== "scram") throw new SaslError("invalid-mechanism");
    const { hash, isPlus } = mechanism;
    return new ScramServer({
      hash,
      isPlus,
      nonce: this.#context.randomId(),
      crypto: nodeScramCrypto,
      lookup: async (username) => (await this.#find(username))?.[hash === "SHA-1" ? "sha1" : "sha256"],
      plusAdvertised: channelBindingsOf(this.#connection).length > 0,
      channelBinding: isPlus ? this.#bindingFor(clientFirst) : undefined,
      fakeSaltSecret: this.#context.fakeSaltSecret,
      fakeIterations: this.#context.passwordIterations,
    });
  }

  /** The binding that the client names in its GS2 header (RFC 5802 §7). */
  #bindingFor(clientFirst: string): { type: ChannelBindingType; data: Uint8Array } | undefined {
    const type = /^p=([A-Za-z0-9.-]+),/.exec(clientFirst)?.[1];
    const known = channelBindingsOf(this.#connection).find((offered) => offered === type);
    const data = known && this.#connection.channelBinding(known);
    return known && data && { type: known, data };
  }

  /** RFC 4616 */
  async #plain(text: string): Promise<LoginStep> {
    const [authzid, username, password, ...rest] = text.split("\0");
    if (!username || !password || rest.length > 0) throw new SaslError("malformed-request");
    if (this.#context.passwords.isBusy) throw new SaslError("temporary-auth-failure");
    const found = await this.#find(username);
    this.#hasGuessed = true;
    const isRight = await this.#context.passwords.matches(password, found?.sha256);
    if (!isRight || !found) throw new SaslError("not-authorized");
    this.#checkAuthzid(authzid);
    return this.#succeed(found.account, undefined);
  }

  /** An account by the name the client gave; a name that cannot be one is like one that is unknown. */
  async #find(given: string): Promise<FoundCredentials | undefined> {
    this.#username = Jid.tryParse(`${given}@${this.#context.domain}`)?.local ?? given;
    const wait = this.#context.guard?.before(this.#connection.remoteAddress, this.#username) ?? 0;
    if (wait === "refuse") throw new SaslError("temporary-auth-failure");
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    this.#found = await this.#context.accounts.credentials(this.#username);
    return this.#found;
  }

  /** RFC 6120 §6.3.8: nobody speaks for another. */
  #checkAuthzid(authzid: string | undefined): void {
    if (!authzid) return;
    if (Jid.tryParse(authzid)?.toString() !== `${this.#username}@${this.#context.domain}`)
      throw new SaslError("invalid-authzid");
  }

  #succeed(account: Account, additionalData: string | undefined): LoginStep {
    const { guard, metrics, log } = this.#context;
    guard?.succeeded(this.#connection.remoteAddress, account.username);
    metrics.loginsOk += 1;
    log.debug({ username: account.username, address: this.#connection.remoteAddress }, "logged in");
    return { kind: "success", account, element: xml("success", NS.sasl, null, additionalData) };
  }

  async #fail(condition: SaslCondition): Promise<LoginStep> {
    const { guard, metrics, log } = this.#context;
    this.#failures += 1;
    metrics.loginsFailed += 1;
    const address = this.#connection.remoteAddress;
    log.info({ username: this.#username, address, condition }, "login refused");
    // COMPAT: slixmpp tries every mechanism in turn, those with a channel binding that we do not have too: that guesses nothing.
    const isWrongGuess = condition === "not-authorized" && this.#hasGuessed;
    const wait = isWrongGuess ? (guard?.failed(address, this.#username) ?? 0) : 0;
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    this.#reset();
    const element = xml("failure", NS.sasl, null, xml(condition, NS.sasl));
    return { kind: this.#failures >= MAX_FAILURES ? "too-many-failures" : "reply", element };
  }

  #reset(): void {
    this.#mechanism = undefined;
    this.#scram = undefined;
    this.#hasChallenged = false;
    this.#username = "";
    this.#found = undefined;
    this.#hasGuessed = false;
  }
}

function encode(text: string): string {
  return toBase64(new TextEncoder().encode(text));
}

/** RFC 6120 §6.4.2: "=" stands for empty data. Throws SaslError for what is no base64, or no UTF-8 in it. */
function textOf(element: Element): string {
  const text = element.text.trim();
  const bytes = fromBase64(text === "=" ? "" : text);
  if (!isUtf8(bytes)) throw new SaslError("malformed-request", "not UTF-8");
  return Buffer.from(bytes.buffer).toString();
}
