import { Jid, NS, originId, xml } from "@yonder/protocol";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { ControlSocket } from "../control/control-socket.ts";
import { conversation, tracedNodes } from "../router/traced-nodes.fixture.ts";
import { commandLine } from "./fake-terminal.fixture.ts";

/** A command line beside a running node of two. */
async function besideNode() {
  const nodes = tracedNodes();
  const { folder, run } = commandLine({ YONDER_DATA: "." });
  const control = await ControlSocket.open(folder, pino({ level: "silent" }));
  onTestFinished(() => control?.close());
  control?.on("trace", async (id) => JSON.stringify(await nodes.search.search(id)));
  return { ...nodes, nodes, run };
}

test("a message's way is told step by step", async () => {
  const { nodes, run } = await besideNode();
  conversation(nodes);
  const { code, out } = await run("trace m1");
  expect(code).toBe(0);
  expect(`\n${out}`).toMatchInlineSnapshot(`
    "
    Message lfls (m1, o1) from alice@localhost/web to bob@localhost, 2026-11-22 UTC
    12:00:01.234  node-1  received      from alice@localhost/web over WebSocket
         +0.8 ms  node-1  accepted      committed, 780 µs
         +0.8 ms  node-1  looked up     bob@localhost: node-2 (desk), cached
         +1.3 ms  node-2  taken         from node-1
         +1.3 ms  node-2  handed        to bob@localhost/desk
         +1.9 ms  node-1  relayed       to node-2: delivered to 1 session, 1.1 ms
         +1.9 ms  node-1  sent          to 1 session, the sender was told
         +2.1 ms  node-2  acknowledged  by bob@localhost/desk
         +2.6 ms  node-1  reached       the sender's node knows
         +4.6 ms  node-2  receipt       lfnk received from bob@localhost/desk over TCP
         +5.6 ms  node-1  receipt       lfnk handed to alice@localhost/web
    "
  `);
});

test("who is nowhere gets a message later, out of what was pending; copies and gaps are told as such", async () => {
  const { nodes, source, target, passes, run } = await besideNode();
  const alice = { jid: Jid.parse("alice@localhost/web"), transport: "bosh" } as const;
  const bob = { jid: Jid.parse("bob@localhost/desk") };
  const mark = source.received(alice, xml("message", NS.client, { id: "m1" }), "bob@localhost");
  passes(12_345);
  source.accepted(mark, 5_000);
  source.copied(5_000, 2, source.now());
  source.lookedUp(5_000, "bob@localhost", [], source.now(), false);
  source.relayed(5_000, "node-2", [], { kind: "delivered", sessions: 0 }, source.now());
  source.relayed(5_000, "node-3", [{ kind: "deliver", resource: "x" }], { kind: "none-here" }, source.now());
  source.relayed(
    5_000,
    "node-3",
    [{ kind: "deliver", resource: "x" }],
    { kind: "unknown", isCertain: true },
    source.now(),
  );
  source.settled(mark, 5_000, 0, false);
  passes(3_000_000);
  for (const how of ["held", "gap", "pending", "known"] as const) target.handed(5_000, bob, how);
  source.repeated(source.received(alice, xml("message", NS.client, { id: "m1" }), "bob@localhost"), 5_000);
  nodes.silent.add("node-4");
  expect(`\n${(await run("trace 3uw")).out}`).toMatchInlineSnapshot(`
    "
    Message 3uw (m1) from alice@localhost/web to bob@localhost, 2026-11-22 UTC
    12:00:01.234  node-1  received      from alice@localhost/web over BOSH
        +12.3 ms  node-1  accepted      committed, 12.3 ms
        +12.3 ms  node-1  copied        to 2 other devices of the sender, 0 µs
        +12.3 ms  node-1  looked up     bob@localhost: nowhere, 0 µs
        +12.3 ms  node-1  relayed       a notice to node-2: noted, 0 µs
        +12.3 ms  node-1  relayed       to node-3: nobody is there, 0 µs
        +12.3 ms  node-1  relayed       to node-3: no answer, 0 µs
        +12.3 ms  node-1  pending       no device is here
      +3012.3 ms  node-1  received      from alice@localhost/web over BOSH
      +3012.3 ms  node-1  repeated      was accepted before under the same origin-id, goes no further
      +3012.3 ms  node-2  held          for bob@localhost/desk until what comes before it is there
      +3012.3 ms  node-2  handed        to bob@localhost/desk, out of a gap that was filled
      +3012.3 ms  node-2  handed        to bob@localhost/desk, out of what was pending
      +3012.3 ms  node-2  handed        to bob@localhost/desk before, not again
    "
  `);
});

test("each message under a shared id is told, refused ones as well", async () => {
  const { source, passes, run } = await besideNode();
  const alice = { jid: Jid.parse("alice@localhost/web"), transport: "tcp" } as const;
  for (const to of ["nobody@localhost", "noone@localhost"]) {
    source.refused(source.received(alice, xml("message", NS.client, { id: "1" }), to), "service-unavailable");
    passes(1_000_000);
  }
  expect(`\n${(await run("trace 1")).out}`).toMatchInlineSnapshot(`
    "
    Message not kept (1) from alice@localhost/web to nobody@localhost, 2026-11-22 UTC
    12:00:01.234  node-1  received      from alice@localhost/web over TCP
         +0.0 ms  node-1  refused       service-unavailable, 0 µs

    Message not kept (1) from alice@localhost/web to noone@localhost, 2026-11-22 UTC
    12:00:02.234  node-1  received      from alice@localhost/web over TCP
         +0.0 ms  node-1  refused       service-unavailable, 0 µs
    "
  `);
});

test("an id cannot pass for a line of its own, nor command the terminal", async () => {
  const { source, run } = await besideNode();
  const jid = Jid.parse("alice@localhost/web");
  const id = "m1\nMessage\u009b2J\u202e";
  source.refused(source.received({ jid }, xml("message", NS.client, { id }, originId("o1")), "bob@localhost"), "x");
  const { out } = await run("trace o1");
  expect(out.split("\n")[0]).toBe(
    "Message not kept (m1\ufffdMessage\ufffd2J\ufffd, o1) from alice@localhost/web to bob@localhost, 2026-11-22 UTC",
  );
});

test("machines get JSON", async () => {
  const { nodes, run } = await besideNode();
  conversation(nodes);
  const { messages } = JSON.parse((await run("trace m1 --json")).out);
  expect(messages[0].steps[0]).toMatchObject({ step: "received", node: "node-1", id: "m1", originId: "o1" });
  expect(messages[0].answers[0].kind).toBe("receipt");
});

test("what is not found is not found, and who did not answer is named", async () => {
  const { nodes, silent, run } = await besideNode();
  conversation(nodes);
  expect(await run("trace m2")).toEqual({
    code: 1,
    out: "",
    err: "yonder: m2 is not found: older than the last 2 messages, or never seen\n",
  });
  silent.add("node-2");
  expect((await run("trace m2")).err).toBe(
    "yonder: m2 is not found: older than the last 2 messages, or never seen; node-2 did not answer\n",
  );
  expect((await run("trace m1")).out).toContain("No answer came from node-2.");
});

test("where no node runs, it says so", async () => {
  const { folder, run } = commandLine({ YONDER_DATA: "." });
  const none = { code: 1, out: "", err: `yonder: no node is running on ${folder}\n` };
  expect(await run("trace m1")).toEqual(none);
  expect(await run("drain")).toEqual(none);
});

test("drain says what came of it", async () => {
  const { folder, run } = commandLine({ YONDER_DATA: "." });
  const control = await ControlSocket.open(folder, pino({ level: "silent" }));
  onTestFinished(() => control?.close());
  control?.on("drain", async () => "12 sessions went on elsewhere");
  expect(await run("drain")).toEqual({ code: 0, out: "12 sessions went on elsewhere\n", err: "" });
});
