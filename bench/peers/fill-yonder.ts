import { ARCHIVE_IDS_PER_MS, archiveIdAt } from "@yonder/protocol";
import { beginning, FILLED_BODY, fillDatabase } from "./fill.ts";
import type { Filling } from "./peer.ts";

const stanza = `'<message type="chat" to="' || peer || '@localhost" id="' || printf('f%d-%d', pair, i) || '" from="' || name
  || '@localhost/bench"><body>${FILLED_BODY}</body></message>'`;

/** A row a message, and an entry for each side, all of them merged (docs/adr/0009-archive-layout.md). */
export function fillYonder(file: string, filling: Filling): void {
  const id = `(i * ${filling.pairs} + pair) * ${ARCHIVE_IDS_PER_MS} + ${archiveIdAt(beginning(filling))}`;
  fillDatabase(
    file,
    filling,
    `INSERT OR IGNORE INTO peers (jid) SELECT name || '@localhost' FROM temp.people;
     CREATE TEMP TABLE owners AS SELECT a.id AS owner, b.id AS other, x.*, p.id AS other_jid, o.id AS own_jid FROM temp.people x
       JOIN accounts a ON a.username = x.name JOIN accounts b ON b.username = x.peer
       JOIN peers p ON p.jid = x.peer || '@localhost' JOIN peers o ON o.jid = x.name || '@localhost' ORDER BY a.id;
     CREATE TEMP TABLE senders AS SELECT * FROM temp.owners WHERE sends ORDER BY pair;
     INSERT INTO messages SELECT ${id}, owner, other, other_jid, own_jid, 0, NULL, ${stanza} FROM temp.numbers CROSS JOIN temp.senders;
     INSERT INTO entries SELECT owner, ${id}, other_jid, iif(sends, 0, 1), 0 FROM temp.owners CROSS JOIN temp.numbers;
     UPDATE archive_state SET indexed_to = (SELECT max(id) FROM messages), merging_to = (SELECT max(id) FROM messages)`,
  );
}
