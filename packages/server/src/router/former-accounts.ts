import { StreamError } from "@yonder/protocol";
import type { Account, AccountChange, Store } from "../store/store.ts";
import type { Sessions } from "./sessions.ts";

/** Changes remembered for those who had logged in before them and bind only now: more than there are in the time for a login. */
const MAX_KNOWN = 10_000;

/**
 * Ends the sessions of accounts that were removed or given another password, by the command line too, and lets no more begin; and has those of
 * whoever becomes an administrator, or is none any more, know it at once.
 */
export class FormerAccounts {
  readonly #sessions: Sessions;
  readonly #domain: string;
  readonly #changes = new Map<string, AccountChange>();
  readonly stop: () => void;

  constructor(store: Pick<Store, "onAccountsChanged">, sessions: Sessions, domain: string) {
    this.#sessions = sessions;
    this.#domain = domain;
    this.stop = store.onAccountsChanged((change) => this.#take(change));
  }

  /** Whether this account, as it was when somebody logged in to it, is no more. */
  has(account: Account): boolean {
    const change = this.#changes.get(account.username);
    return change !== undefined && (isBefore(account, change) || hasOtherRights(account, change));
  }

  #take(change: AccountChange): void {
    this.#remember(change);
    const error = change.kind === "removed" ? "not-authorized" : "reset";
    for (const session of this.#sessions.of(`${change.username}@${this.#domain}`)) {
      const { account } = session;
      if (isBefore(account, change)) session.close(new StreamError(error));
      else if (hasOtherRights(account, change)) session.account = { ...account, isAdmin: !account.isAdmin };
    }
  }

  #remember(change: AccountChange): void {
    this.#changes.delete(change.username);
    this.#changes.set(change.username, change);
    if (this.#changes.size <= MAX_KNOWN) return;
    for (const oldest of this.#changes.keys()) {
      this.#changes.delete(oldest);
      return;
    }
  }
}

function hasOtherRights({ id, isAdmin }: Account, change: AccountChange): boolean {
  return id === change.id && change.kind === (isAdmin ? "member" : "admin");
}

function isBefore(account: Account, { kind, id, epoch }: AccountChange): boolean {
  return account.id === id && (kind === "removed" || account.epoch < epoch);
}
