import { afterEach, describe, expect, test } from "vitest";
import { loopbackRelay } from "../../relay/loopback.ts";
import { FakeNode } from "../../stream/node.fixture.ts";
import { BoshLine } from "./line.fixture.ts";
import type { Peers } from "./peers.ts";
import { closeAll, NS, serve, terminated, waitingOf, withAlice } from "./stage.fixture.ts";

afterEach(closeAll);

describe("a session of another node", () => {
  /** Of this node, beside one that is asked and, unless told, never answers. */
  function peersWith(lives: string[], ask: Peers["relay"]["ask"] = () => new Promise(() => {})): Peers {
    const report = { load: 0, sessions: 0, isDraining: false, webUrl: undefined, c2sAddress: undefined };
    const nodes = () => lives.map((epoch) => ({ node: "node-2", epoch, ...report }));
    return { node: "node-1", relay: { ask, answer: () => {} }, directory: { nodes } };
  }

  test.each([
    ["is dead", []],
    ["lives anew", ["second life"]],
  ])("is lost when that %s while it is asked", async (_, after) => {
    const node = new FakeNode();
    const lives = ["first life"];
    const { port } = await serve(node, { peers: peersWith(lives) });
    const line = new BoshLine(port);
    line.sid = "unguessable.node-2";
    let answer = "";
    void line.post(line.body()).then((text) => {
      answer = text;
    });
    await expect.poll(() => waitingOf(node)).toBe(1);
    node.pass(20);
    await line.post("<body/>");
    expect(answer).toBe("");
    lives.splice(0, 1, ...after);
    node.pass(3);
    await expect.poll(() => answer).toBe(terminated("item-not-found"));
  });

  test("is reached through any node, and lost with its own", async () => {
    const [here, there] = [await withAlice(), new FakeNode()];
    // One relay for both, as if each node could ask itself under the other's name.
    const relay = loopbackRelay("node-1", () => ({ kind: "none-here" }));
    const directory = { nodes: () => [] };
    const one = await serve(here, { peers: { node: "node-1", relay, directory } });
    const two = await serve(there, {
      peers: { node: "node-2", relay: { ask: relay.ask, answer: () => {} }, directory },
    });
    const near = new BoshLine(one.port);
    near.sid = / sid='([^']*)'/.exec(await near.post(near.body("", "to='localhost'")))?.[1] ?? "";
    expect(near.sid).toMatch(/\.node-1$/);
    const far = new BoshLine(two.port);
    far.sid = near.sid;
    far.rid = near.rid;
    expect(await far.post(far.body("", "xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'"))).toContain("bad-format");
    expect(await far.post(far.body())).toBe(terminated("item-not-found"));
    far.sid = near.sid.replace("node-1", "node-3");
    expect(await far.post(far.body())).toBe(terminated("item-not-found"));
    expect(there.connections).toEqual([]);
  });

  test("that lives and could not answer is asked again: its session may go on", async () => {
    const answers = [undefined, JSON.stringify({ text: "later", contentType: "text/xml" })];
    const { port } = await serve(new FakeNode(), { peers: peersWith(["first life"], async () => answers.shift()) });
    const body = `<body ${NS} rid='2' sid='unguessable.node-2'/>`;
    const post = () => fetch(`http://127.0.0.1:${port}/http-bind`, { method: "POST", body });
    expect((await post()).status).toBe(504);
    expect(await (await post()).text()).toBe("later");
  });

  test.each(["", "null", "{", `{"text":1,"contentType":"text/xml"}`, `{"text":"<body/>","contentType":"a\\nb"}`])(
    "that answers %j has not answered, and this one goes on",
    async (nonsense) => {
      const { port } = await serve(new FakeNode(), { peers: peersWith(["first life"], async () => nonsense) });
      const line = new BoshLine(port);
      line.sid = "unguessable.node-2";
      expect(await line.post(line.body())).toBe(terminated("internal-server-error"));
      expect(await line.post(line.body())).toBe(terminated("internal-server-error"));
    },
  );

  test("that is not known is not asked for much", async () => {
    const asked: number[] = [];
    const ask: Peers["relay"]["ask"] = async (_, __, question) => void asked.push(question.length);
    const { port } = await serve(new FakeNode(), { peers: peersWith(["first life"], ask) });
    const line = new BoshLine(port);
    line.sid = "unguessable.node-9";
    expect(await line.post(line.body("<a/>".repeat(100_000)))).toBe(terminated("policy-violation"));
    expect(await line.post(line.body("<a/>"))).toBe(terminated("item-not-found"));
    expect(asked).toHaveLength(1);
  });
});
