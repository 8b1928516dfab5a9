import type { Connection } from "./connection.ts";

const maxKept = 100_000;

/** Who has which username, as far as it was asked for lately. What is kept may be out of date: forget() it when it proves so. */
export class OwnerIds {
  readonly #ids = new Map<string, number>();

  /** Those that exist. */
  async find(connection: Connection, usernames: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    const missing: string[] = [];
    for (const username of usernames) {
      const id = this.#ids.get(username);
      if (id === undefined) missing.push(username);
      else found.set(username, id);
    }
    for (const [username, id] of await read(connection, missing)) {
      if (this.#ids.size >= maxKept) this.#ids.clear();
      this.#ids.set(username, id);
      found.set(username, id);
    }
    return found;
  }

  forget(usernames: Iterable<string>): void {
    for (const username of usernames) this.#ids.delete(username);
  }
}

async function read(connection: Connection, usernames: readonly string[]): Promise<readonly [string, number][]> {
  if (usernames.length === 0) return [];
  const sql = "SELECT username, id FROM accounts WHERE username = ANY ($1)";
  const rows = await connection.query<{ username: string; id: number }>(sql, [usernames]);
  return rows.map(({ username, id }) => [username, id]);
}
