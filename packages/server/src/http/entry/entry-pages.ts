import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { StanzaError } from "@yonder/protocol";
import type { Pairings } from "../../store/pairings.ts";
import type { Passkeys as StoredPasskeys } from "../../store/passkeys.ts";
import type { Account, Accounts } from "../../store/store.ts";
import { DecayingCounter } from "../../stream/decaying-counter.ts";
import { FastTokens, type Tokens } from "../../stream/fast-tokens.ts";
import type { LoginGuard } from "../../stream/login-guard.ts";
import { networkOf } from "../../stream/network-of.ts";
import type { Log } from "../../stream/node-port.ts";
import { pairingKey } from "../../stream/pairing-keys.ts";
import type { Passkeys } from "../../stream/passkeys/passkeys.ts";
import { type Attestation, PasskeyError } from "../../stream/passkeys/web-authn.ts";
import type { Registrar } from "../../stream/registration.ts";
import { AddressRanges, type Origin, originOf, plainAddress } from "../../transport/addresses.ts";
import { readObject, textIn } from "./request-body.ts";

export interface EntryOptions {
  readonly domain: string;
  readonly passkeys: Passkeys;
  readonly store: {
    readonly accounts: Pick<Accounts, "remove">;
    readonly passkeys: Pick<StoredPasskeys, "find" | "add">;
    readonly pairings: Pick<Pairings, "find" | "claim" | "take">;
  };
  readonly tokens: Pick<Tokens, "after">;
  /** What the addresses of a client end with. */
  clientId(account: Account, agent: string): string;
  /** undefined: no accounts are made here. */
  readonly registrar: Pick<Registrar, "check" | "register"> | undefined;
  /** undefined: attempts are not limited. */
  readonly guard: Pick<LoginGuard, "before" | "failed" | "succeeded"> | undefined;
  readonly trustedProxies: readonly string[];
  isAllowedOrigin(origin: string, host: string | undefined): boolean;
  readonly log: Log;
  randomId(): string;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface EntryAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Body = Readonly<Record<string, unknown>>;

const PREFIX = "/entry/";
const MAX_BYTES = 16_384;
const MINUTE = 60_000;
/** Requests from one network in some minutes: pages that wait for a device to be added ask every few seconds. */
const MAX_REQUESTS = 3_000;
/** What a browser has: no channel binding. */
const MECHANISM = "HT-SHA-256-NONE";
const SOFTWARE = "Yonder";
const MAX_AGENT = 128;
const MAX_NAME = 60;
const REFUSED: EntryAnswer = { status: 403, body: {} };
/** No error: a device that shows a code asks before anybody knows of it. */
const UNKNOWN: EntryAnswer = { status: 202, body: { state: "unknown" } };
const WAITING: EntryAnswer = { status: 202, body: { state: "waiting" } };
const NOTHING: EntryAnswer = { status: 404, body: {} };

/** Ways in that are no password: what they end with is a token (XEP-0484), and all else is as with anybody who comes back (docs/passkeys.md, docs/adding-devices.md). */
export class EntryPages {
  readonly #options: EntryOptions;
  readonly #trusted: AddressRanges;
  readonly #requests = new DecayingCounter(10 * MINUTE);

  constructor(options: EntryOptions) {
    this.#options = options;
    this.#trusted = new AddressRanges(options.trustedProxies);
  }

  static isAt(path: string): boolean {
    return path.startsWith(PREFIX);
  }

  async answer(path: string, request: IncomingMessage): Promise<EntryAnswer> {
    const from = this.#originOf(request);
    const refusal = this.#refusal(request, from);
    if (refusal) return refusal;
    const body = await readObject(request, MAX_BYTES);
    const agent = body && textIn(body, "agent", MAX_AGENT);
    if (!body || !agent) return { status: 400, body: {} };
    const address = from.remoteAddress;
    switch (path.slice(PREFIX.length)) {
      case "challenge":
        return {
          status: 200,
          body: { challenge: this.#options.passkeys.challenge(agent), party: this.#options.passkeys.party },
        };
      case "passkey":
        return this.#guarded(address, () => this.#signIn(body, agent));
      case "creation":
        return this.#registering(() => this.#beginAccount(body, agent, address));
      case "account":
        return this.#guarded(address, () => this.#registering(() => this.#makeAccount(body, agent, address)));
      case "device":
        return this.#pair(body, agent);
      default:
        return NOTHING;
    }
  }

  #refusal({ method, headers }: IncomingMessage, from: Origin): EntryAnswer | undefined {
    const { guard, now, isAllowedOrigin } = this.#options;
    if (method !== "POST") return { status: 405, body: {} };
    // As over a stream: tokens are for who has TLS, or is on this machine.
    if (!from.isSecure && !from.isLoopback) return REFUSED;
    if (headers.origin !== undefined && !isAllowedOrigin(headers.origin, headers.host)) return REFUSED;
    // Other sites' forms cannot say this.
    if (!headers["content-type"]?.startsWith("application/json")) return { status: 415, body: {} };
    const isTooMuch = guard && this.#requests.add(networkOf(from.remoteAddress), now()) > MAX_REQUESTS;
    return isTooMuch ? { status: 429, body: {} } : undefined;
  }

  async #signIn(body: Body, agent: string): Promise<EntryAnswer> {
    const assertion = {
      id: textIn(body, "id"),
      clientData: textIn(body, "clientData"),
      authenticatorData: textIn(body, "authenticatorData"),
      signature: textIn(body, "signature"),
      handle: textIn(body, "handle"),
    };
    const account = await this.#options.passkeys.use(assertion, agent);
    return this.#letIn(account, body, agent);
  }

  /** Before the browser asks its user for a passkey: whether there will be an account for it. */
  async #beginAccount(body: Body, agent: string, address: string): Promise<EntryAnswer> {
    const { registrar, passkeys } = this.#options;
    await required(registrar).check(textIn(body, "username"), tokenIn(body), address);
    return { status: 200, body: { ...(await passkeys.begin(agent)) } };
  }

  /** An account with a passkey, and no password that anybody knows. */
  async #makeAccount(body: Body, agent: string, address: string): Promise<EntryAnswer> {
    const { registrar, passkeys, store, randomId } = this.#options;
    const passkey = await passkeys.made(attestationIn(body), agent, textIn(body, "name"));
    if (await store.passkeys.find(passkey.id)) throw new PasskeyError("known already");
    const account = await required(registrar).register(
      textIn(body, "username"),
      randomId() + randomId(),
      tokenIn(body),
      address,
    );
    try {
      await store.passkeys.add({ ...passkey, owner: account.id, loneEpoch: account.epoch });
    } catch (error) {
      // Nobody could ever get in.
      await store.accounts.remove(account.username);
      throw error;
    }
    return this.#letIn(account, body, agent);
  }

  /** A device that is to be added asks until it is let in. */
  async #pair(body: Body, agent: string): Promise<EntryAnswer> {
    const { pairings } = this.#options.store;
    const key = pairingKey(textIn(body, "secret"));
    const pairing = await pairings.find(key);
    if (!pairing) return UNKNOWN;
    const hash = FastTokens.agentHash(agent);
    if (pairing.agent === undefined && !(await pairings.claim(key, hash, deviceIn(body)))) return UNKNOWN;
    if (pairing.agent !== undefined && pairing.agent !== hash) return UNKNOWN;
    if (!pairing.isApproved) return WAITING;
    const account = await pairings.take(key, hash);
    return account ? this.#letIn(account, body, agent) : UNKNOWN;
  }

  async #letIn(account: Account, body: Body, agent: string): Promise<EntryAnswer> {
    const { tokens, domain, log, clientId } = this.#options;
    const client = { id: clientId(account, agent), software: SOFTWARE, device: deviceIn(body) || undefined };
    const token = await tokens.after(account, undefined, { agent, mechanism: MECHANISM }, client);
    log.debug({ username: account.username }, "let in without a password");
    return { status: 200, body: { address: `${account.username}@${domain}`, token: token?.text } };
  }

  /** As with passwords: who fails often waits, and then is not heard for a while. Whose account it would be is not known before. */
  async #guarded(address: string, action: () => Promise<EntryAnswer>): Promise<EntryAnswer> {
    const { guard, log } = this.#options;
    const nobody = `passkey ${networkOf(address)}`;
    const wait = guard?.before(address, nobody) ?? 0;
    if (wait === "refuse") return { status: 429, body: {} };
    if (wait > 0) await sleep(wait, undefined, { ref: false });
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof PasskeyError)) throw error;
      log.info({ address, reason: error.message }, "passkey refused");
      const penalty = guard?.failed(address, nobody) ?? 0;
      if (penalty > 0) await sleep(penalty, undefined, { ref: false });
      return REFUSED;
    }
  }

  async #registering(action: () => Promise<EntryAnswer>): Promise<EntryAnswer> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      return { status: 409, body: { problem: error.condition } };
    }
  }

  #originOf({ socket, headers }: IncomingMessage): Origin {
    const forwarded = {
      forwardedFor: headers["x-forwarded-for"],
      forwardedProto: headers["x-forwarded-proto"],
    };
    return originOf(plainAddress(socket.remoteAddress), forwarded, this.#trusted);
  }
}

function attestationIn(body: Body): Attestation {
  return {
    id: textIn(body, "id"),
    clientData: textIn(body, "clientData"),
    authenticatorData: textIn(body, "authenticatorData"),
    publicKey: textIn(body, "publicKey"),
  };
}

function tokenIn(body: Body): string | undefined {
  return textIn(body, "token") || undefined;
}

function deviceIn(body: Body): string {
  return [...textIn(body, "device").trim()].slice(0, MAX_NAME).join("");
}

function required<T>(registrar: T | undefined): T {
  if (registrar === undefined) throw new StanzaError("not-allowed", "No accounts are made here.");
  return registrar;
}
