import type { TraceReport } from "../router/trace-search.ts";
import { askNode } from "./ask-node.ts";
import { type Command, CommandError } from "./command.ts";
import { traceText } from "./trace-text.ts";

export const trace: Command = {
  name: "trace",
  operands: ["MESSAGE-ID"],
  options: { json: { type: "boolean", about: "prints all that is known as JSON" } },
  summary: "Tells what happened to a message, step by step, on every node",
  details:
    "The id is the one that the sender's client gave the message, its origin-id, or its id in the archive (stanza-id). Each node\n" +
    "remembers the last ten thousand messages or more, in memory. What was written is neither kept nor shown.",
  async run(call) {
    const [id = ""] = call.operands;
    const answer = await askNode(call, "trace", id);
    const report: TraceReport = JSON.parse(answer);
    if (call.options.json) call.terminal.out(answer);
    else for (const line of traceText(report)) call.terminal.out(line);
    if (report.messages.length === 0) throw new CommandError(notFound(report));
  },
};

function notFound({ id, remembered, silent }: TraceReport): string {
  const missing = silent.length === 0 ? "" : `; ${silent.join(", ")} did not answer`;
  return `${id} is not found: older than the last ${remembered} messages, or never seen${missing}`;
}
