import { xml } from "@yonder/protocol";
import { afterEach, describe, expect, test, vi } from "vitest";
import { closeAll, connectAs, PING, withAlice } from "../transport/tcp-stage.fixture.ts";
import { asksFor, cutOff, managed, resumes, SM, threeNodes } from "./handover-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";

afterEach(closeAll);

const ME = "alice@localhost/phone";
const ACTIVE = "<active xmlns='urn:xmpp:csi:0'/>";
const INACTIVE = "<inactive xmlns='urn:xmpp:csi:0'/>";

function presence(node: FakeNode, show: string): void {
  const shown = xml("show", "jabber:client", null, show);
  node.router.session(ME).send(xml("presence", "jabber:client", { from: "bob@localhost/desk", to: ME }, shown));
}

describe("while nobody looks at a client (XEP-0352)", () => {
  test("presence waits, and goes out ahead of the answer to what is asked next", async () => {
    const node = await withAlice();
    const told = vi.spyOn(node.router, "attention");
    const alice = await connectAs("alice", node);
    alice.send(`${INACTIVE}<message id='m0'/>`);
    await expect.poll(() => node.router.received.length).toBe(1);
    expect(node.router.session(ME).isAttended).toBe(false);
    presence(node, "away");
    presence(node, "dnd");
    alice.send(`${ACTIVE}${ACTIVE}${PING}`);
    const sent = await alice.until("id='p1'");
    expect(sent).not.toContain("<show>away</show>");
    expect(sent).toMatch(/<show>dnd<\/show>.*id='p1'/);
    expect(node.router.session(ME).isAttended).toBe(true);
    expect(told).toHaveBeenCalledTimes(2);
    presence(node, "xa");
    await alice.until("<show>xa</show>");
  });

  test("a message goes out at once, behind what waits; what comes then waits again", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(`${INACTIVE}<message id='m0'/>`);
    await expect.poll(() => node.router.received.length).toBe(1);
    presence(node, "away");
    node.router.session(ME).deliver(node.message(ME, "hello", "s1"), 7);
    expect(await alice.until("id='s1'")).toContain("<show>away</show>");
    presence(node, "dnd");
    node.router.session(ME).deliver(node.message(ME, "hello", "s2"), 8);
    expect(await alice.until("id='s2'")).toContain("<show>dnd</show>");
  });

  test("what waits is not counted as sent", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(`<enable ${SM}/>${INACTIVE}<message id='m0'/>`);
    await expect.poll(() => node.router.received.length).toBe(1);
    for (const show of ["away", "dnd", "xa"]) presence(node, show);
    expect(node.router.session(ME).sentCount).toBe(0);
    alice.send(ACTIVE);
    await alice.until(`<r ${SM}/>`);
    alice.send(`<a ${SM} h='1'/>${PING}`);
    await alice.until("id='p1'");
    expect(node.router.session(ME).sentCount).toBe(2);
  });
});

describe("a session whose client was not looked at", () => {
  test("is looked at once it is resumed, here or elsewhere; what waited goes out last", async () => {
    const { a, b } = await threeNodes();
    const { alice, id } = await managed(a);
    alice.send(`${INACTIVE}<message id='m0'/>`);
    await expect.poll(() => a.router.received.length).toBe(1);
    const session = a.router.session(ME);
    session.send(a.message(ME, "hello", "s1"));
    await alice.until("id='s1'");
    presence(a, "away");
    await cutOff(a, alice);
    presence(a, "dnd");
    const again = await asksFor(id, 0, b);
    expect(await again.until(`<r ${SM}/>`)).toMatch(/<resumed.*id='s1'.*<show>dnd<\/show><\/presence><r /);
    expect(b.router.session(ME).isAttended).toBe(true);
  });

  test("is not attended while its connection is lost", async () => {
    const { a } = await threeNodes();
    const { alice, id } = await managed(a);
    const session = a.router.session(ME);
    expect(session.isAttended).toBe(true);
    await cutOff(a, alice);
    expect(session.isAttended).toBe(false);
    await resumes(id, 0, a);
    expect(session.isAttended).toBe(true);
  });
});
