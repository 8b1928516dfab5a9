// node bench/floor/commit.ts FOLDER SIZE MS: puts rows as long as a message into SQLite, so many with each fsync, for so long; prints what that took.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const [folder = ".", size = "64", milliseconds = "1000"] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const database = new DatabaseSync(join(folder, `floor-${size}.db`));
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
database.exec("CREATE TABLE messages (id INTEGER PRIMARY KEY, sender INTEGER, recipient INTEGER, xml TEXT NOT NULL)");
const insert = database.prepare("INSERT INTO messages (sender, recipient, xml) VALUES (?, ?, ?)");
const xml = "x".repeat(170);
const [start, cpu] = [performance.now(), process.cpuUsage()];
let rows = 0;
for (; performance.now() - start < Number(milliseconds); rows += Number(size)) {
  database.exec("BEGIN IMMEDIATE");
  for (let i = 0; i < Number(size); i++) insert.run(i, i + 1, xml);
  database.exec("COMMIT");
}
const { user, system } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    "messages/s": (rows * 1000) / (performance.now() - start),
    "CPU µs/message": (user + system) / rows,
  }),
);
database.close();
