import { beginning, FILLED_BODY, fillDatabase } from "./fill.ts";
import type { Filling } from "./peer.ts";

const stanza = `'<message to="' || iif(sends, peer, name) || '@localhost" from="' || iif(sends, name, peer)
  || '@localhost/bench" type="chat" id="' || printf('f%d-%d', pair, i) || '" xmlns="jabber:client"><body>${FILLED_BODY}</body></message>'`;

/** As mod_mam_sql writes: a row for each side. */
export function fillEjabberd(file: string, filling: Filling): void {
  const microseconds = `(${beginning(filling)} + i * ${filling.pairs} + pair) * 1000`;
  fillDatabase(
    file,
    filling,
    `INSERT INTO archive (username, timestamp, peer, bare_peer, xml, txt, kind, nick)
     SELECT name, ${microseconds}, peer || '@localhost/bench', peer || '@localhost', ${stanza}, '${FILLED_BODY}', 'chat', ''
     FROM temp.people CROSS JOIN temp.numbers`,
  );
}
