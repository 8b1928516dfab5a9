import { Jid, NS, receipt, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { conversation, tracedNodes } from "./traced-nodes.fixture.ts";

test("a message is found by each of its ids, with the steps of all nodes in order of time", async () => {
  const nodes = tracedNodes();
  conversation(nodes);
  for (const id of ["m1", "o1", "lfls"]) {
    const { messages, silent } = await nodes.search.search(id);
    expect(messages.map(({ name, steps }) => [name, steps.map(({ node, step }) => `${node} ${step}`)])).toEqual([
      [
        "lfls",
        [
          "node-1 received",
          "node-1 accepted",
          "node-1 looked-up",
          "node-2 taken",
          "node-2 handed",
          "node-1 relayed",
          "node-1 settled",
          "node-2 acknowledged",
          "node-1 reached",
        ],
      ],
    ]);
    expect(silent).toEqual([]);
  }
});

test("what came back is listed with it", async () => {
  const nodes = tracedNodes();
  conversation(nodes);
  const [message] = (await nodes.search.search("m1")).messages;
  expect(message?.answers.map(({ name, kind, steps }) => [name, kind, steps.map(({ step }) => step)])).toEqual([
    ["lfnk", "receipt", ["received", "accepted", "handed"]],
  ]);
});

test("a receipt between others, whose client chose the same id, is none for this message", async () => {
  const nodes = tracedNodes();
  conversation(nodes);
  const carol = { jid: Jid.parse("carol@localhost/phone") };
  const stray = xml("message", NS.client, { id: "r9" }, receipt("m1"));
  nodes.target.accepted(nodes.target.received(carol, stray, "dave@localhost"), 2_000_000);
  const [message] = (await nodes.search.search("m1")).messages;
  expect(message?.answers).toHaveLength(1);
});

test("of messages under an id that many share, the last ones are told", async () => {
  const nodes = tracedNodes();
  const alice = { jid: Jid.parse("alice@localhost/web") };
  for (let i = 1; i <= 30; i += 1) {
    nodes.passes(1);
    nodes.source.accepted(nodes.source.received(alice, xml("message", NS.client, { id: "1" }), "bob@localhost"), i);
  }
  const { messages } = await nodes.search.search("1");
  expect(messages).toHaveLength(20);
  expect(messages.at(-1)?.name).toBe("u");
});

test("a node that does not answer is asked once and named, and the others' steps are told", async () => {
  const nodes = tracedNodes();
  conversation(nodes);
  nodes.silent.add("node-2");
  const { messages, silent } = await nodes.search.search("m1");
  expect(silent).toEqual(["node-2"]);
  expect(nodes.asked).toEqual(["node-2"]);
  expect(messages[0]?.steps.map(({ node }) => node)).not.toContain("node-2");
});

test("nothing is found of what nobody saw", async () => {
  const nodes = tracedNodes();
  conversation(nodes);
  expect(await nodes.search.search("m2")).toEqual({ id: "m2", messages: [], silent: [], remembered: 2 });
});
