import { beginning, FILLED_BODY, fillDatabase } from "./fill.ts";
import type { Filling } from "./peer.ts";

const stanza = `'<message xmlns="jabber:client" type="chat" to="' || iif(sends, peer, name) || '@localhost" from="' || iif(sends, name, peer)
  || '@localhost/bench" id="' || printf('f%d-%d', pair, i) || '"><body>${FILLED_BODY}</body></message>'`;

/** As mod_storage_sql writes: a row for each side. */
export function fillProsody(file: string, filling: Filling): void {
  const seconds = `(${beginning(filling)} + i * ${filling.pairs} + pair) / 1000`;
  fillDatabase(
    file,
    filling,
    `INSERT INTO prosodyarchive (host, user, store, key, "when", "with", type, value)
     SELECT 'localhost', name, 'archive', printf('%012d', i), ${seconds}, peer || '@localhost', 'xml', ${stanza}
     FROM temp.people CROSS JOIN temp.numbers`,
  );
}
