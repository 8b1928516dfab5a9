import { NS, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { Envelope, Receiver, Relay } from "./relay.ts";

const envelope = (id: string): Envelope => ({
  version: 1,
  to: "bob@localhost",
  deliveries: [{ kind: "deliver", resource: "phone" }],
  stanza: xml(
    "message",
    NS.client,
    { id, from: "alice@localhost/web", to: "bob@localhost" },
    xml("body", NS.client, null, "hi"),
  ),
  archiveId: 7,
  reachedTo: { user: "alice@localhost", id },
});

/** What every relay must do; run by the tests of each implementation. */
export function relayContract(open: (node: string, receive: Receiver) => Promise<Relay>): void {
  test("an envelope arrives whole and its outcome comes back", async () => {
    const received: Envelope[] = [];
    const relay = await open("n1", (e) => {
      received.push(e);
      return { kind: "delivered", sessions: 2 };
    });
    expect(await relay.send("n1", envelope("a"))).toEqual({ kind: "delivered", sessions: 2 });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      to: "bob@localhost",
      archiveId: 7,
      reachedTo: { user: "alice@localhost", id: "a" },
    });
    expect(received[0]?.stanza.childText("body")).toBe("hi");
    await relay.stop();
  });

  test("envelopes to one node arrive in the order they were sent", async () => {
    const ids: (string | undefined)[] = [];
    const relay = await open("n1", (e) => {
      ids.push(e.stanza.attr("id"));
      return { kind: "none-here" };
    });
    const sent = Array.from({ length: 100 }, (_, i) => String(i));
    await Promise.all(sent.map((id) => relay.send("n1", envelope(id))));
    expect(ids).toEqual(sent);
    await relay.stop();
  });

  test("a node where nobody listens answers unknown", async () => {
    const relay = await open("n1", () => ({ kind: "delivered", sessions: 1 }));
    expect(await relay.send("gone", envelope("a"))).toEqual({ kind: "unknown", isCertain: true });
    await relay.stop();
  });

  test("a stopped relay answers unknown", async () => {
    const relay = await open("n1", () => ({ kind: "delivered", sessions: 1 }));
    await relay.stop();
    expect(await relay.send("n1", envelope("a"))).toEqual({ kind: "unknown", isCertain: true });
  });
}
