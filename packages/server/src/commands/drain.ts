import { askNode } from "./ask-node.ts";
import type { Command } from "./command.ts";

/** Milliseconds that it may take. */
const TIME = 60_000;

export const drain: Command = {
  name: "drain",
  operands: [],
  summary: "Sends the sessions of the running node to the others, so that it can be stopped",
  details:
    "Nobody loses a message or types a password again. The node takes no more sessions until it is started anew.",
  async run(call) {
    call.terminal.out(await askNode(call, "drain", "", TIME));
  },
};
