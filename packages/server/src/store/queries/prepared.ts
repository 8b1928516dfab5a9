import type { Compilable, CompiledQuery, Kysely } from "kysely";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/**
 * A query for each login: built and compiled once for each connection, which takes several times as long as SQLite takes to answer it.
 * `build` must use each of its parameters as a value as it is, since what it is given are their places.
 */
export function prepared<Parameters extends readonly unknown[], Row>(
  build: (db: Db, ...parameters: Parameters) => Compilable<Row>,
): (db: Db, ...parameters: Parameters) => Promise<readonly Row[]> {
  const compiled = new WeakMap<Db, CompiledQuery<Row>>();
  const places = Array.from({ length: build.length - 1 }, (_, index) => new Place(index));
  return async (db, ...values) => {
    const query = compiled.get(db) ?? build(db, ...(places as unknown as Parameters)).compile();
    compiled.set(db, query);
    const parameters = query.parameters.map((it) => (it instanceof Place ? values[it.index] : it));
    return (await db.executeQuery<Row>({ ...query, parameters })).rows;
  };
}

/** Where a parameter goes. */
class Place {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}
