import type { Registration } from "../../directory/directory.ts";
import type { Account } from "../../store/store.ts";
import type { Host } from "../feature.ts";

const PAGE = 500;

/** The accounts with a session on some node, with their sessions: each account is looked up, page by page. */
export async function* onlineUsers(
  host: Host,
): AsyncIterable<{ user: string; registrations: readonly Registration[] }> {
  for await (const { username } of accounts(host)) {
    const user = `${username}@${host.domain}`;
    const registrations = await host.directory.lookUp(user);
    if (registrations.length > 0) yield { user, registrations };
  }
}

/** All accounts, in the order of their names. */
export async function* accounts({ store }: Host): AsyncIterable<Account> {
  let page = await store.accounts.list(undefined, PAGE);
  while (page.length > 0) {
    yield* page;
    page = page.length < PAGE ? [] : await store.accounts.list(page.at(-1)?.username, PAGE);
  }
}
