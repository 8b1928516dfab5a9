import type { Passkey, Passkeys as StoredPasskeys } from "../../store/passkeys.ts";
import type { Account } from "../../store/store.ts";
import { Challenges, type ChallengesOptions } from "./challenges.ts";
import {
  type Assertion,
  type Attestation,
  challengeIn,
  checkAssertion,
  checkAttestation,
  PasskeyError,
  type RelyingParty,
} from "./web-authn.ts";

export interface PasskeysOptions extends ChallengesOptions {
  readonly store: StoredPasskeys;
  /** Where browsers find our page; known once the node listens. */
  readonly publicUrl: () => string;
}

/** What a browser needs to make a passkey. */
export interface Creation {
  readonly challenge: string;
  readonly party: string;
  readonly handle: string;
  /** Passkeys that there are already. */
  readonly known: readonly string[];
}

/** The key of the secret in the store's settings, of which challenges are made. */
export const PASSKEY_SECRET = "passkey-secret";

/** A credential id has 1,023 bytes at most (WebAuthn §6.1). */
const MAX_ID = 1_364;
const MAX_NAME = 60;

/** Passkeys beside passwords (docs/passkeys.md): made by who is signed in or invited, and used to sign in. */
export class Passkeys {
  readonly #options: PasskeysOptions;
  readonly #challenges: Challenges;

  constructor(options: PasskeysOptions) {
    this.#options = options;
    this.#challenges = new Challenges(options);
  }

  /** Name of the place where our passkeys are good. */
  get party(): string {
    return new URL(this.#options.publicUrl()).hostname;
  }

  /** For a client to sign in with; another one cannot meet it. */
  challenge(agent: string): string {
    return this.#challenges.make(`sign in ${agent}`);
  }

  /** Whose passkey it is. Throws PasskeyError. */
  async use(assertion: Assertion, agent: string): Promise<Account> {
    const challenge = challengeIn(assertion.clientData);
    const expiresAt = this.#checked(challenge, `sign in ${agent}`);
    const found = await this.#options.store.find(assertion.id);
    if (!found) throw new PasskeyError("an unknown passkey");
    const { account, passkey } = found;
    if (assertion.handle !== passkey.handle) throw new PasskeyError("another account");
    const counter = checkAssertion(assertion, passkey.publicKey, challenge, this.#relyingParty);
    await this.#spend(challenge, expiresAt);
    if (!(await this.#options.store.use(passkey.id, counter)))
      throw new PasskeyError("used less often than before: there is a copy of it");
    return account;
  }

  /** For a new passkey. `maker`: the session, or the client with an invitation, that alone may bring it. */
  async begin(maker: string, owner?: number): Promise<Creation> {
    const known = owner === undefined ? [] : await this.#options.store.of(owner);
    const challenge = this.#challenges.make(`make ${maker}`);
    const handle = known[0]?.handle ?? this.#challenges.handleOf(challenge);
    return { challenge, party: this.party, handle, known: known.map(({ id }) => id) };
  }

  /** What is to be kept of a new passkey; its challenge is spent. Throws PasskeyError. */
  async made(
    attestation: Attestation,
    maker: string,
    name: string,
    known: readonly Passkey[] = [],
  ): Promise<Omit<Passkey, "createdAt" | "usedAt" | "loneEpoch">> {
    const { id, publicKey } = attestation;
    if (id.length > MAX_ID) throw new PasskeyError("too long an id");
    const challenge = challengeIn(attestation.clientData);
    const expiresAt = this.#checked(challenge, `make ${maker}`);
    const counter = checkAttestation(attestation, challenge, this.#relyingParty);
    await this.#spend(challenge, expiresAt);
    const handle = known[0]?.handle ?? this.#challenges.handleOf(challenge);
    return { id, publicKey, counter, handle, name: [...name.trim()].slice(0, MAX_NAME).join("") };
  }

  #checked(challenge: string, purpose: string): Date {
    const expiresAt = this.#challenges.check(challenge, purpose);
    if (!expiresAt) throw new PasskeyError("a challenge that is not ours, or has expired");
    return expiresAt;
  }

  async #spend(challenge: string, expiresAt: Date): Promise<void> {
    if (!(await this.#options.store.spend(challenge, expiresAt))) throw new PasskeyError("a challenge that was met");
  }

  get #relyingParty(): RelyingParty {
    return { id: this.party, origins: [new URL(this.#options.publicUrl()).origin] };
  }
}

/** Whether an account has no password besides its passkeys. */
export function isLone({ epoch }: Pick<Account, "epoch">, passkeys: readonly Passkey[]): boolean {
  return passkeys.some(({ loneEpoch }) => loneEpoch === epoch);
}
