import { describe, expect, test } from "vitest";
import type { NodeStatus } from "../directory/directory.ts";
import { choose, Dispatch } from "./dispatch.ts";

function node(name: string, values: Partial<NodeStatus> = {}): NodeStatus {
  return {
    node: name,
    epoch: "1",
    webUrl: `https://${name}.example`,
    c2sAddress: `${name}.example:5222`,
    sessions: 100,
    load: 0.2,
    isDraining: false,
    ...values,
  };
}

function dispatchAt(nodeId: string, nodes: readonly NodeStatus[], random = 0): Dispatch {
  return new Dispatch({
    company: [nodeId],
    nodes: () => nodes,
    publicUrl: () => "https://chat.example",
    random: () => random,
  });
}

/** How many of a thousand newcomers each node gets. */
function shares(nodes: readonly NodeStatus[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < 1_000; i++) {
    const name = choose(nodes, i / 1_000)?.node ?? "none";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe("newcomers", () => {
  test("spread over nodes that are alike", () => {
    expect(shares([node("a"), node("b"), node("c")])).toEqual({
      a: expect.closeTo(333, -1),
      b: expect.closeTo(333, -1),
      c: expect.closeTo(333, -1),
    });
  });

  test("go to a node that has just come up, though not all of them", () => {
    const { c = 0 } = shares([node("a"), node("b"), node("c", { sessions: 0, load: 0 })]);
    expect(c).toBeGreaterThan(900);
    expect(c).toBeLessThan(1_000);
  });

  test("avoid a busy node", () => {
    const { a = 0, b = 0 } = shares([node("a", { load: 1 }), node("b")]);
    expect(b).toBeGreaterThan(2 * a);
    expect(a).toBeGreaterThan(0);
  });

  test("never go to a node that is draining, and nowhere when there is none", () => {
    expect(shares([node("a", { isDraining: true, sessions: 0 }), node("b")])).toEqual({ b: 1_000 });
    expect(choose([node("a", { isDraining: true })], 0.5)).toBeUndefined();
    expect(choose([], 0.5)).toBeUndefined();
  });
});

describe("a browser is told of", () => {
  test("the best node, then the public address", () => {
    const dispatch = dispatchAt("a", [node("a", { isDraining: true }), node("b")]);
    expect(dispatch.webUrls()).toEqual(["https://b.example", "https://chat.example"]);
  });

  test("the public address alone where nodes have no others", () => {
    expect(dispatchAt("a", [node("a", { webUrl: undefined })]).webUrls()).toEqual(["https://chat.example"]);
    expect(dispatchAt("a", []).webUrls()).toEqual(["https://chat.example"]);
  });

  test("one address once", () => {
    const dispatch = dispatchAt("a", [node("a", { webUrl: "https://chat.example" })]);
    expect(dispatch.webUrls()).toEqual(["https://chat.example"]);
  });
});

test("a page may go on talking to a node that is away for a moment", () => {
  const nodes = [node("b"), node("a", { isDraining: true })];
  const dispatch = dispatchAt("a", nodes);
  const all = ["https://a.example", "https://b.example", "https://chat.example"];
  expect([...dispatch.allWebUrls()].sort()).toEqual(all);
  nodes.shift();
  expect([...dispatch.allWebUrls()].sort()).toEqual(all);
});

describe("who cannot stay", () => {
  const nodes = [node("a"), node("b")];

  test("goes to another node by the address of their transport", () => {
    const dispatch = dispatchAt("a", nodes, 0.999);
    expect(dispatch.elsewhere("websocket")).toMatchObject({ seeOtherUri: "wss://b.example/xmpp-websocket" });
    expect(dispatch.elsewhere("bosh")).toMatchObject({ seeOtherUri: "https://b.example/http-bind" });
    expect(dispatch.elsewhere("tcp")).toEqual({
      error: expect.objectContaining({ condition: "see-other-host", host: "b.example:5222" }),
    });
  });

  test("goes nowhere when the others have no such address, drain too, or are as busy", () => {
    const bare = node("b", { webUrl: undefined, c2sAddress: undefined });
    expect(dispatchAt("a", [node("a"), bare]).elsewhere("websocket")).toBeUndefined();
    expect(dispatchAt("a", [node("a"), bare]).elsewhere("tcp")).toBeUndefined();
    expect(dispatchAt("a", [node("a"), node("b", { isDraining: true })]).elsewhere("tcp")).toBeUndefined();
    expect(dispatchAt("a", [node("a"), node("b", { load: 0.95 })]).elsewhere("tcp", 0.9)).toBeUndefined();
  });

  test("has others while one of them takes sessions", () => {
    expect(dispatchAt("a", nodes).hasOthers).toBe(true);
    expect(dispatchAt("a", [node("a")]).hasOthers).toBe(false);
    expect(dispatchAt("a", [node("a"), node("b", { isDraining: true })]).hasOthers).toBe(false);
  });
});
