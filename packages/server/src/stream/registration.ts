import { type Element, NS, SaslError, StanzaError, xml } from "@yonder/protocol";
import {
  type Account,
  type Accounts,
  type Credentials,
  type Invitation,
  type Invitations,
  StoreError,
} from "../store/store.ts";
import { DecayingCounter } from "./decaying-counter.ts";
import { invitationNotice, NS_INVITATION } from "./invitation-notice.ts";
import type { StreamMetrics } from "./metrics.ts";
import { networkOf } from "./network-of.ts";
import type { Awaitable } from "./node-port.ts";
import { acceptableUsername } from "./username-policy.ts";

export interface RegistrarOptions {
  readonly domain: string;
  readonly mode: "invite" | "open";
  /** What this server is called; "" for its domain. */
  readonly place: string;
  readonly store: {
    readonly accounts: Pick<Accounts, "add" | "find">;
    readonly invitations: Pick<Invitations, "find" | "redeem">;
  };
  deriveKeys(password: string): Promise<Credentials>;
  /** Called before the client hears of its new account: what an invitation brings along, as a contact. */
  onRegistered?(account: Account, invitation: Invitation | undefined): Awaitable<void>;
  /** undefined: attempts are not limited. */
  readonly now: (() => number) | undefined;
  readonly metrics: StreamMetrics;
}

/** What one stream has shown so far. */
export interface Applicant {
  readonly address: string;
  token?: string;
  invitation?: Invitation;
  hasRegistered?: boolean;
}

const IBR_TOKEN = "urn:xmpp:ibr-token:0";
const HALF_LIFE = 10 * 60_000;
/** Accounts, and tokens tried, by one address until it has to wait. */
const MAX_ACCOUNTS = 20;
const MAX_TOKENS = 50;
const MAX_PASSWORD = 1_024;

/** In-band registration before login (XEP-0077), by invitation (XEP-0445) or open to all. */
export class Registrar {
  readonly streamFeatures: readonly Element[];
  readonly #options: RegistrarOptions;
  readonly #accounts = new DecayingCounter(HALF_LIFE);
  readonly #tokens = new DecayingCounter(HALF_LIFE);

  constructor(options: RegistrarOptions) {
    this.#options = options;
    this.streamFeatures = [xml("register", IBR_TOKEN), xml("register", NS.registerFeature)];
  }

  /** Whether an iq is one of registration. */
  isMine(payload: Element): boolean {
    return payload.is("query", NS.register) || payload.is("preauth", NS.preauth);
  }

  /** Answers with the result's payload; throws `StanzaError` to refuse. */
  async handle(type: string, payload: Element, applicant: Applicant): Promise<Element | undefined> {
    if (payload.ns === NS.preauth) return this.#showToken(type, payload, applicant);
    if (type === "get") return this.#form(applicant);
    return this.#register(payload, applicant);
  }

  /** Whether somebody may have an account of this name, with this invitation. Throws StanzaError if not. */
  async check(wanted: string, token: string | undefined, address: string): Promise<void> {
    const applicant = await this.#applicant(token, address);
    // With an invitation it was counted already.
    if (token === undefined) this.#limit(this.#tokens, applicant, MAX_TOKENS);
    const { domain, store } = this.#options;
    const username = acceptableUsername(wanted, domain, applicant.invitation?.kind === "admin");
    if (await store.accounts.find(username)) throw new StanzaError("conflict", "That name is taken.");
  }

  /** Makes an account outside a stream. Throws StanzaError. */
  async register(wanted: string, password: string, token: string | undefined, address: string): Promise<Account> {
    return this.#add(wanted, password, await this.#applicant(token, address));
  }

  /** XEP-0445 §4 */
  async #showToken(type: string, payload: Element, applicant: Applicant): Promise<Element | undefined> {
    const token = payload.attr("token");
    if (type !== "set" || !token) throw new StanzaError("bad-request");
    this.#limit(this.#tokens, applicant, MAX_TOKENS);
    const invitation = await this.#options.store.invitations.find(token);
    if (!invitation) throw new StanzaError("item-not-found", "The provided token is invalid or expired");
    applicant.token = token;
    applicant.invitation = invitation;
    const { domain, place } = this.#options;
    const isDescribed = payload.child("describe", NS_INVITATION) !== undefined;
    return isDescribed ? invitationNotice(invitation, domain, place) : undefined;
  }

  #form(applicant: Applicant): Element {
    this.#checkMay(applicant);
    const instructions = xml("instructions", NS.register, null, "Choose a name and a password.");
    return xml("query", NS.register, null, instructions, xml("username", NS.register), xml("password", NS.register));
  }

  async #register(payload: Element, applicant: Applicant): Promise<undefined> {
    if (payload.child("remove")) throw new StanzaError("not-allowed");
    this.#checkMay(applicant);
    // XEP-0077 §3.1.1: one account a stream, where attempts are limited
    if (applicant.hasRegistered && this.#options.now)
      throw new StanzaError("not-acceptable", "This stream has registered an account already.");
    const wanted = payload.childText("username");
    const password = payload.childText("password");
    if (!wanted || !password) throw new StanzaError("not-acceptable", "A name and a password are needed.");
    await this.#add(wanted, password, applicant);
    applicant.hasRegistered = true;
  }

  async #add(wanted: string, password: string, applicant: Applicant): Promise<Account> {
    const { domain, deriveKeys, metrics } = this.#options;
    const username = acceptableUsername(wanted, domain, applicant.invitation?.kind === "admin");
    checkPassword(password, username);
    this.#limit(this.#accounts, applicant, MAX_ACCOUNTS);
    const account = await this.#make(username, await deriveKeys(password).catch(refuseImpossible), applicant);
    metrics.registrations += 1;
    await this.#options.onRegistered?.(account, applicant.invitation);
    return account;
  }

  async #applicant(token: string | undefined, address: string): Promise<Applicant> {
    const applicant: Applicant = { address };
    if (token !== undefined) await this.#showToken("set", xml("preauth", NS.preauth, { token }), applicant);
    this.#checkMay(applicant);
    return applicant;
  }

  async #make(username: string, keys: Credentials, { token }: Applicant): Promise<Account> {
    const { accounts, invitations } = this.#options.store;
    try {
      return await (token === undefined ? accounts.add(username, keys) : invitations.redeem(token, username, keys));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (error.code === "conflict") throw new StanzaError("conflict", "That name is taken.", { cause: error });
      if (error.code === "not-found")
        throw new StanzaError("item-not-found", "The invitation has been used up.", { cause: error });
      throw new StanzaError("resource-constraint", "Not possible at the moment.", { cause: error });
    }
  }

  #checkMay(applicant: Applicant): void {
    if (this.#options.mode === "open" || applicant.token !== undefined) return;
    throw new StanzaError("not-allowed", "Registration on this server is through invitation only.");
  }

  #limit(counter: DecayingCounter, { address }: Applicant, max: number): void {
    const { now } = this.#options;
    if (now && counter.add(networkOf(address), now()) > max)
      throw new StanzaError("resource-constraint", "Too many attempts: try again later.");
  }
}

const MIN_PASSWORD = 8;

/** Refuses a password that is too easy, with StanzaError `not-acceptable`. */
export function checkPassword(password: string, username: string): void {
  if ([...password].length < MIN_PASSWORD)
    throw new StanzaError("not-acceptable", `A password needs at least ${MIN_PASSWORD} characters.`);
  if (password.length > MAX_PASSWORD) throw new StanzaError("not-acceptable", "That password is too long.");
  if (password.toLowerCase() === username)
    throw new StanzaError("not-acceptable", "The password must not be the name.");
}

function refuseImpossible(error: unknown): never {
  if (error instanceof SaslError)
    throw new StanzaError("not-acceptable", "That password has characters that it cannot have.", { cause: error });
  throw error;
}
