import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { archiveIdAt, archiveIdToText, escapeText } from "@yonder/protocol";

/** Of a conversation between two: what one of them has. */
export interface Line {
  readonly id: string;
  readonly place: number;
  readonly at: number;
  readonly isOwn: boolean;
  readonly body: string;
}

/** Talks of twelve messages in four minutes, every two hours. */
const IN_A_TALK = 12;
const WITHIN = 20_000;
const APART = 2 * 3_600_000;

/** So many messages, the last one an hour ago; every sixth by the other one's hand, three of his in a row. */
export function longHistory(count: number): Line[] {
  const end = Date.now() - 3_600_000;
  return Array.from({ length: count }, (_, index) => {
    const back = count - 1 - index;
    const at = end - Math.floor(back / IN_A_TALK) * APART - (back % IN_A_TALK) * WITHIN;
    return { id: `h${index}`, place: archiveIdAt(at), at, isOwn: index % 6 < 3, body: bodyOf(index) };
  });
}

const WORDS = "the quick brown fox jumps over a lazy dog while rain falls on the hills beyond the harbour".split(" ");

/** As people write: mostly short, now and then long, a link, a picture of words, another script, something styled. */
function bodyOf(index: number): string {
  const words = (count: number, from = index) =>
    Array.from({ length: count }, (_, at) => WORDS[(from * 7 + at * 5) % WORDS.length]).join(" ");
  if (index % 97 === 0) return `${words(60)}\n${words(40, index + 1)}\n\n${words(30, index + 2)}`;
  if (index % 31 === 0) return `${words(5)} https://example.org/${index}?page=${index % 7}`;
  if (index % 29 === 0) return "🎉👍";
  if (index % 23 === 0) return `*${words(2)}* and _${words(3)}_, \`code ${index}\``;
  if (index % 19 === 0) return `我们的海报在面包店 ${index}`;
  if (index % 17 === 0) return `القطار إلى فرايبورغ ${index}`;
  return `Line ${index}: ${words(3 + (index % 11))}`;
}

/** Puts them into the archives of both, as if they had been sent (docs/adr/0009-archive-layout.md). Nobody else has the store open. */
export function fillArchive(folder: string, own: string, other: string, lines: readonly Line[]): void {
  const database = new DatabaseSync(join(folder, "yonder.db"));
  const numbered = (sql: string, name: string) => Number(database.prepare(sql).get(name)?.id);
  const [account, recipient] = [own, other].map((name) =>
    numbered("SELECT id FROM accounts WHERE username = ?", name),
  ) as [number, number];
  const [ownPeer, otherPeer] = [own, other].map((name) => {
    database.prepare("INSERT OR IGNORE INTO peers (jid) VALUES (?)").run(`${name}@localhost`);
    return numbered("SELECT id FROM peers WHERE jid = ?", `${name}@localhost`);
  }) as [number, number];
  const message = database.prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, 0, NULL, ?)");
  const entry = database.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, 0)");
  database.exec("BEGIN");
  for (const { id, place, isOwn, body } of lines) {
    const [from, to] = isOwn ? [own, other] : [other, own];
    const [sender, receiver] = isOwn ? [account, recipient] : [recipient, account];
    const [senderPeer, receiverPeer] = isOwn ? [otherPeer, ownPeer] : [ownPeer, otherPeer];
    const xml = `<message type="chat" to="${to}@localhost" id="${id}" from="${from}@localhost/desk"><body>${escapeText(body)}</body></message>`;
    message.run(place, sender, receiver, senderPeer, receiverPeer, xml);
    entry.run(sender, place, senderPeer, 0);
    entry.run(receiver, place, receiverPeer, 1);
  }
  database.exec(
    "UPDATE archive_state SET indexed_to = (SELECT max(id) FROM messages), merging_to = (SELECT max(id) FROM messages)",
  );
  database.exec("COMMIT");
  database.close();
}

/** As the device keeps them: rows of the table of messages. */
export function storedLines(peer: string, lines: readonly Line[]): object[] {
  return lines.map(({ id, place, at, isOwn, body }) => {
    const archiveId = archiveIdToText(place);
    return {
      key: isOwn ? id : archiveId,
      id,
      archiveId,
      peer,
      isOwn,
      body,
      place,
      at,
      state: isOwn ? "read" : "reached",
    };
  });
}

/** As many conversations with others as the device may keep: rows of the table of conversations. */
export function storedConversations(count: number): object[] {
  return Array.from({ length: count }, (_, index) => {
    const peer = `person${index}@localhost`;
    const at = Date.now() - 86_400_000 - index * 60_000;
    const last = {
      key: `p${index}`,
      id: `p${index}`,
      peer,
      isOwn: index % 2 === 0,
      body: bodyOf(index),
      place: archiveIdAt(at),
      at,
      state: "reached",
    };
    return { peer, last, unread: [], draft: "", isAnswered: true, isWhole: false };
  });
}
