import type { Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Store } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import { late, missed } from "./arrival.ts";
import { PAGE, type Source } from "./flush.ts";
import type { Start } from "./intake-state.ts";

interface Parts {
  readonly session: Session;
  readonly store: Pick<Store, "pending" | "shared">;
  readonly start: Start;
  /** The user's sessions on all nodes. */
  readonly everywhere: () => Awaitable<readonly Registration[]>;
}

/** What a session is given that begins to take messages: what is pending. */
export function pendingSource(parts: Parts): Source {
  const { session, store, start } = parts;
  if (store.shared) return sharedSource(parts, store.shared);
  return {
    head: async () => 0,
    page: (after) => store.pending.page(session.account.id, after, PAGE),
    arrivalOf: (message) => late(session, message, start.since),
  };
}

/**
 * What was accepted since it said so is for it too, though another device may have acknowledged it already: the source node did not
 * know of this one yet, and the client has asked the archive for what came before.
 */
function sharedSource(
  { session, store: { pending }, start, everywhere }: Parts,
  shared: NonNullable<Store["shared"]>,
): Source {
  const { id } = session.account;
  let [from, registrations]: [number, readonly Registration[]] = [start.head ?? 0, []];
  return {
    async head() {
      from = start.head ?? (await shared.heads([id])).get(id) ?? 0;
      registrations = await everywhere();
      return from;
    },
    async page(after) {
      const before = after < from ? await pending.page(id, after, PAGE) : [];
      const older = before.filter((message) => message.id <= from);
      return older.length > 0 ? older : shared.since(id, Math.max(after, from), PAGE);
    },
    arrivalOf: (message) =>
      message.id <= from ? late(session, message, start.since) : missed(session, message, registrations, start.since),
  };
}
