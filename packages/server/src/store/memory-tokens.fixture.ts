import type { Account } from "./store.ts";
import type { NewToken, Token, Tokens } from "./tokens.ts";

type Entry = NewToken & { isNew: boolean; counted: number };

/** Tokens in memory, with the port's behaviour as far as streams use it. */
export function memoryTokens(accountOf: (username: string) => Account | undefined): Tokens {
  let entries: Entry[] = [];
  const of = (owner: number, agent: string) => entries.filter((it) => it.owner === owner && it.agent === agent);
  const drop = (gone: readonly Entry[]) => {
    entries = entries.filter((it) => !gone.includes(it));
  };
  const count = (owner: number, agent: string, seed: string, counted: number | undefined) => {
    const entry = of(owner, agent).find((it) => it.seed === seed);
    if (!entry || (counted !== undefined && counted <= entry.counted)) return undefined;
    entry.counted = counted ?? entry.counted;
    return entry;
  };
  return {
    async find(username, agent) {
      const account = accountOf(username);
      const tokens: Token[] = account ? of(account.id, agent) : [];
      return account && { account, tokens: tokens.toSorted((a, b) => Number(b.isNew) - Number(a.isNew)) };
    },
    async issue(token) {
      drop(of(token.owner, token.agent).filter(({ isNew }) => isNew));
      entries.push({ ...token, isNew: true, counted: 0 });
    },
    async use(owner, agent, seed, counted) {
      const entry = count(owner, agent, seed, counted);
      if (entry?.isNew) drop(of(owner, agent).filter((it) => it !== entry));
      if (entry) entry.isNew = false;
      return entry !== undefined;
    },
    async revoke(owner, agent, seed, counted) {
      const entry = count(owner, agent, seed, counted);
      if (entry) drop(of(owner, agent));
      return entry !== undefined;
    },
    async clients(owner, epoch) {
      const mine = entries.filter((it) => it.owner === owner && it.epoch === epoch);
      return [...new Map(mine.map((it) => [it.agent, it])).values()].map(({ agent, client, expiresAt }) => ({
        id: client?.id ?? agent,
        software: client?.software,
        device: client?.device,
        expiresAt,
      }));
    },
    async revokeClient(owner, id) {
      drop(entries.filter((it) => it.owner === owner && (it.client?.id ?? it.agent) === id));
    },
  };
}
