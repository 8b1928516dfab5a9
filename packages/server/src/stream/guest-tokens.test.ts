import { createHmac } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll } from "../transport/tcp-stage.fixture.ts";
import { GUESTS, opened, withGuests } from "./guests-node.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";
import { BIND, failure, SASL2 } from "./sasl2-peer.fixture.ts";

afterEach(closeAll);

const DAY = 24 * 60 * 60_000;
const AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770";
const ENABLE = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";

interface Guest {
  readonly peer: TcpPeer;
  readonly name: string;
  readonly token: string;
  readonly smId: string;
}

interface Return {
  readonly name?: string;
  readonly token?: string;
  readonly agent?: string;
  readonly mechanism?: string;
  readonly at?: string;
  readonly fast?: string;
  readonly inside?: string;
}

/** Who was never here, and asks for a token. */
async function visit(node: FakeNode): Promise<Guest> {
  const peer = await opened(node);
  peer.send(
    `<authenticate ${SASL2} mechanism='ANONYMOUS'><initial-response/><user-agent id='${AGENT}'/>` +
      "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>" +
      `<bind ${BIND}>${ENABLE}</bind></authenticate>`,
  );
  const success = await peer.until("</success>");
  return {
    peer,
    name: /<authorization-identifier>([^@]*)@/.exec(success)?.[1] ?? "",
    token: tokenIn(success) ?? "",
    smId: /<enabled [^>]*id='([^']*)'/.exec(success)?.[1] ?? "",
  };
}

/** The guest is here again. */
async function comeBack(
  node: FakeNode,
  guest: Guest,
  changed: Return = {},
): Promise<{ peer: TcpPeer; answer: string }> {
  const { name, token, agent = AGENT, mechanism = "HT-SHA-256-NONE", at = GUESTS } = { ...guest, ...changed };
  const { fast = "", inside = `<bind ${BIND}>${ENABLE}</bind>` } = changed;
  const proof = createHmac("sha256", token).update("Initiator").digest();
  const response = Buffer.concat([Buffer.from(`${name}\0`), proof]).toString("base64");
  const peer = await opened(node, at);
  peer.send(
    `<authenticate ${SASL2} mechanism='${mechanism}'><initial-response>${response}</initial-response>` +
      `<user-agent id='${agent}'/><fast xmlns='urn:xmpp:fast:0' ${fast}/>${inside}</authenticate>`,
  );
  return { peer, answer: await peer.until(/<\/(?:success|failure)>/) };
}

function tokenIn(success: string): string | undefined {
  return /<token xmlns='urn:xmpp:fast:0' token='([^']*)'/.exec(success)?.[1];
}

describe("a guest with a token", () => {
  test("comes back under the same address", async () => {
    const node = withGuests();
    const guest = await visit(node);
    expect(guest.token).toMatch(/^secret-token:guest-[\w-]{43}$/);
    const address = node.connections.length && [...node.router.sessions.keys()][0];
    const { answer } = await comeBack(node, guest);
    expect(answer).toContain(`<authorization-identifier>${address}</authorization-identifier>`);
    expect(tokenIn(answer)).toBeUndefined();
  });

  test("is given another one the next day, and may stay for as long as they come", async () => {
    const node = withGuests();
    let guest = await visit(node);
    for (let days = 0; days < 30; days += 10) {
      node.now += 10 * DAY;
      const token = tokenIn((await comeBack(node, guest)).answer);
      guest = { ...guest, token: token ?? "none" };
    }
    expect((await comeBack(node, guest)).answer).toContain(`>${guest.name}@${GUESTS}/`);
  });

  test("is nobody any more after two weeks", async () => {
    const node = withGuests();
    const guest = await visit(node);
    node.now += 14 * DAY;
    expect((await comeBack(node, guest)).answer).toBe(failure("not-authorized"));
  });

  test("is given no other one when they leave for good", async () => {
    const node = withGuests();
    const guest = await visit(node);
    node.now += DAY;
    const { answer } = await comeBack(node, guest, { fast: "invalidate='true'" });
    expect(answer).toContain("</success>");
    expect(tokenIn(answer)).toBeUndefined();
  });

  test.each<[string, Return, string]>([
    ["as another guest", { name: "somebody-else" }, "not-authorized"],
    ["with another client", { agent: "e5676fb8-5e83-485a-84e4-851fec098881" }, "not-authorized"],
    ["with something else", { token: "secret-token:guest-x" }, "not-authorized"],
    ["by a binding that the channel does not have", { mechanism: "HT-SHA-256-EXPR" }, "invalid-mechanism"],
    ["as a member", { at: "localhost" }, "not-authorized"],
    ["as a member of their name", { at: "localhost", name: "alice" }, "not-authorized"],
  ])("does not come back %s", async (_, changed, condition) => {
    const node = withGuests();
    await node.addAccount("alice", "correct horse");
    expect((await comeBack(node, await visit(node), changed)).answer).toBe(failure(condition));
  });

  test("comes back only where there is room", async () => {
    const node = withGuests();
    const guest = await visit(node);
    Object.assign(node.router, { admits: () => false });
    expect((await comeBack(node, guest)).answer).toBe(failure("temporary-auth-failure"));
  });

  test("does not come in with a member's token", async () => {
    const node = withGuests();
    const alice = await node.addAccount("alice", "correct horse");
    const request = { agent: AGENT, mechanism: "HT-SHA-256-NONE" };
    const issued = await node.stream.tokens.after(alice, undefined, request);
    const guest = { ...(await visit(node)), name: "alice", token: issued?.text ?? "" };
    expect((await comeBack(node, guest)).answer).toBe(failure("not-authorized"));
    expect((await comeBack(node, guest, { at: "localhost" })).answer).toContain("</success>");
  });
});

describe("a guest whose connection broke", () => {
  const resume = (smId: string) => ({ inside: `<resume xmlns='urn:xmpp:sm:3' previd='${smId}' h='0'/>` });

  test("goes on with the same session: nothing is lost", async () => {
    const node = withGuests();
    const guest = await visit(node);
    const [session] = node.router.sessions.values();
    guest.peer.abort();
    await expect.poll(() => session?.transport).toBeUndefined();
    session?.send(node.message(session.jid.toString(), "hello"));
    const { peer, answer } = await comeBack(node, guest, resume(guest.smId));
    expect(answer).toContain(`<resumed xmlns='urn:xmpp:sm:3' previd='${guest.smId}' h='0'/>`);
    await peer.until("<body>hello</body>");
  });

  test("finds nobody else's session", async () => {
    const node = withGuests();
    const victim = await visit(node);
    const thief = await visit(node);
    const { answer } = await comeBack(node, thief, resume(victim.smId));
    expect(answer).toContain("<failed xmlns='urn:xmpp:sm:3'><item-not-found ");
    expect([...node.router.sessions.values()].filter(({ isOver }) => isOver)).toEqual([]);
  });
});
