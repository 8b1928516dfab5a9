import type { Command } from "./command.ts";

export const storeCopy: Command = {
  name: "store copy",
  operands: ["SOURCE", "TARGET"],
  summary: "Copies all that a store keeps into an empty one, and compares every row",
  details:
    "SOURCE and TARGET are each a data folder (SQLite) or the postgres:// address of a database. Nodes must not run on either\nmeanwhile. Either all is copied, or the target stays empty.",
  async run({ operands: [source = "", target = ""], terminal }) {
    const { copyStore } = await import("../store/copy/copy-store.ts");
    for (const [table, count] of await copyStore(source, target)) {
      if (table !== "sequences") terminal.out(`${String(count).padStart(10)}  ${table.replaceAll("_", " ")}`);
    }
    terminal.out("All of it was copied and compared.");
  },
};
