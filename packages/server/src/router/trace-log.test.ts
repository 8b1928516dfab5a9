import { Jid, NS, xml } from "@yonder/protocol";
import pino from "pino";
import { expect, test } from "vitest";
import { Trace } from "./trace.ts";
import { traceLog } from "./trace-log.ts";

const alice = { jid: Jid.parse("alice@localhost/web"), transport: "tcp" } as const;

function logged(level: "debug" | "info"): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const trace = new Trace("node-1", { now: () => 0, offset: () => 0 });
  trace.listen(traceLog(log));
  const mark = trace.received(
    alice,
    xml("message", NS.client, { id: "m1" }, xml("body", NS.client, null, "hi")),
    "bob@localhost",
  );
  trace.accepted(mark, 4_711);
  trace.settled(mark, 4_711, 0, false);
  trace.acknowledged(4_711, { jid: Jid.parse("bob@localhost/desk") });
  return lines;
}

test("at level debug each part of a message's way is one line with fields, without its body", () => {
  const lines = logged("debug");
  expect(lines.map(({ msg, message }) => [msg, message])).toEqual([
    ["message sent", "3mv"],
    ["message acknowledged", "3mv"],
  ]);
  expect(lines[0]?.steps).toEqual([
    { at: 0, step: "received", from: "alice@localhost/web", transport: "tcp", to: "bob@localhost", id: "m1" },
    { at: 0, step: "accepted", micros: 0 },
    { at: 0, step: "settled", sessions: 0, isTold: false },
  ]);
  expect(JSON.stringify(lines)).not.toContain("hi");
});

test("above that level nothing is written", () => {
  expect(logged("info")).toEqual([]);
});
