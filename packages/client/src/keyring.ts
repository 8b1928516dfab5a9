import { localOf } from "./address.ts";
import type { Credentials, SavedKeys, UserAgent } from "./credentials.ts";

/** What lets this installation in again (XEP-0484): neither the password nor anything made of it. */
export interface SavedAccess {
  /** Id of the installation, for which alone its tokens are good. */
  readonly agent: string;
  /** The newest first: until it is used, the one before is good too. */
  readonly tokens: readonly string[];
}

export interface KeyringOptions {
  readonly address: string;
  readonly access: SavedAccess;
  /** How people call the device that this runs on. */
  readonly device: string | undefined;
  readonly password?: string | undefined;
  /** As former versions kept them: exchanged for a token. */
  readonly keys?: SavedKeys | undefined;
}

/** What proves who we are: tokens, or the password until there is one. */
export class Keyring implements Credentials {
  readonly username: string;
  readonly agent: UserAgent;
  #tokens: readonly string[];
  #password: string | undefined;
  #keys: SavedKeys | undefined;
  /** Tokens that the server did not take. */
  readonly #refused = new Set<string>();

  constructor({ address, access, device, password, keys }: KeyringOptions) {
    this.username = localOf(address);
    this.agent = { id: access.agent, device };
    this.#tokens = access.tokens;
    this.#password = password;
    this.#keys = keys;
  }

  get token(): string | undefined {
    return this.#tokens[0];
  }

  get password(): string | undefined {
    return this.#password;
  }

  get keys(): SavedKeys | undefined {
    return this.#keys;
  }

  /** There is something to log in with. */
  get isUseful(): boolean {
    return (this.token ?? this.#password ?? this.#keys) !== undefined;
  }

  get access(): SavedAccess {
    return { agent: this.agent.id, tokens: this.#tokens };
  }

  readonly onKeys = (keys: SavedKeys): void => {
    this.#keys = keys;
  };

  /** With a token there is no need for the password; the token that was used stays until the new one is. */
  readonly onAccepted = (token: string | undefined): void => {
    this.#tokens = [...(token ? [token] : []), ...this.#tokens.slice(0, 1)];
    if (this.#tokens.length > 0) this.#password = this.#keys = undefined;
  };

  /** What was used last did not work. @returns whether that was a token */
  refused(): boolean {
    const { token } = this;
    if (token === undefined) return false;
    this.#refused.add(token);
    this.#tokens = this.#tokens.slice(1);
    return true;
  }

  /** Takes over what another tab of this installation keeps. */
  learn({ agent, tokens }: SavedAccess): void {
    if (agent === this.agent.id) this.#tokens = tokens.filter((token) => !this.#refused.has(token));
  }
}
