import { createHash, createHmac } from "node:crypto";
import { TLSSocket } from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, makeTls, start, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { TlsIdentity } from "../transport/tls-identity.ts";
import type { FakeNode } from "./node.fixture.ts";
import { failure, logIn, openStream, plain, plainNode, SASL2 } from "./sasl2-peer.fixture.ts";

afterEach(closeAll);

let tls: TlsIdentity;

beforeAll(async () => {
  tls = await makeTls();
});

const DAY = 24 * 60 * 60_000;
const AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770";

interface Attempt {
  readonly username?: string;
  readonly agent?: string;
  readonly mechanism?: string;
  readonly binding?: Uint8Array;
  /** Attributes of `<fast/>`. */
  readonly fast?: string;
  /** Instead of what the token proves. */
  readonly proof?: Uint8Array;
  readonly inside?: string;
}

function proofOf(token: string, who: "Initiator" | "Responder", binding: Uint8Array = Buffer.alloc(0)): Buffer {
  return createHmac("sha256", token).update(who).update(binding).digest();
}

function withToken(token: string, attempt: Attempt = {}): string {
  const { username = "alice", agent = AGENT, mechanism = "HT-SHA-256-NONE", binding, fast = "", inside = "" } = attempt;
  const proof = attempt.proof ?? proofOf(token, "Initiator", binding);
  const response = Buffer.concat([Buffer.from(`${username}\0`), proof]).toString("base64");
  return (
    `<authenticate ${SASL2} mechanism='${mechanism}'><initial-response>${response}</initial-response>` +
    `<user-agent id='${agent}'/><fast xmlns='urn:xmpp:fast:0' ${fast}/>${inside}</authenticate>`
  );
}

function requestToken(mechanism = "HT-SHA-256-NONE", agent = AGENT): string {
  return `<user-agent id='${agent}'/><request-token xmlns='urn:xmpp:fast:0' mechanism='${mechanism}'/>`;
}

function tokenIn(success: string): string | undefined {
  return /<token xmlns='urn:xmpp:fast:0' token='([^']*)' expiry='\d{4}-[^']*Z'\/>/.exec(success)?.[1];
}

/** A token for alice's client, who logs in with her password. */
async function tokenFor(node: FakeNode, request = requestToken()): Promise<string> {
  const { success } = await logIn(node, request);
  return tokenIn(success) ?? "none";
}

async function opened(node: FakeNode): Promise<TcpPeer> {
  const peer = await connect(node);
  await openStream(peer);
  return peer;
}

async function answerTo(node: FakeNode, text: string): Promise<string> {
  const peer = await opened(node);
  peer.send(text);
  return peer.until(/<\/(?:success|failure)>/);
}

describe("a token", () => {
  test("lets its client in, and the server proves that it knows it too", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    expect(token).toMatch(/^secret-token:fast-[\w-]{43}$/);
    const success = await answerTo(node, withToken(token));
    expect(success).toContain(
      `<additional-data>${proofOf(token, "Responder").toString("base64")}</additional-data>` +
        "<authorization-identifier>alice@localhost</authorization-identifier></success>",
    );
  });

  test("is given to who logs in along with a resource, and used with one", async () => {
    const node = await plainNode();
    const bind = "<bind xmlns='urn:xmpp:bind:0'/>";
    const token = await tokenFor(node, requestToken() + bind);
    expect(await answerTo(node, withToken(token, { inside: bind }))).toContain("<bound xmlns='urn:xmpp:bind:0'/>");
  });

  test.each([
    ["for a mechanism that is none", requestToken("SCRAM-SHA-256")],
    ["for a binding that the channel does not have", requestToken("HT-SHA-256-EXPR")],
    ["by a client without an id", "<request-token xmlns='urn:xmpp:fast:0' mechanism='HT-SHA-256-NONE'/>"],
  ])("is not given when it is asked for %s", async (_, request) => {
    expect((await logIn(await plainNode(), request)).success).not.toContain("<token");
  });

  test("is not given to who fails", async () => {
    const node = await plainNode();
    const text = `<authenticate ${SASL2} mechanism='PLAIN'>${plain("alice", "wrong")}${requestToken()}</authenticate>`;
    expect(await answerTo(node, text)).toBe(failure("not-authorized"));
  });

  test.each<[string, Attempt, string]>([
    ["by another client", { agent: "e5676fb8-5e83-485a-84e4-851fec098881" }, "not-authorized"],
    ["for another account", { username: "bob" }, "not-authorized"],
    ["for an account that does not exist", { username: "nobody" }, "not-authorized"],
    ["with a proof that is wrong", { proof: Buffer.alloc(32) }, "not-authorized"],
    ["with a proof that is cut off", { proof: Buffer.alloc(31) }, "not-authorized"],
    ["without a proof", { proof: Buffer.alloc(0) }, "not-authorized"],
    ["with our own proof", { proof: Buffer.from("responder") }, "not-authorized"],
    ["without a name", { username: "" }, "malformed-request"],
    ["with a binding that the channel does not have", { mechanism: "HT-SHA-256-ENDP" }, "invalid-mechanism"],
    ["with a count that is none", { fast: "count='0'" }, "invalid-mechanism"],
    ["with a count beyond all bounds", { fast: "count='99999999999'" }, "invalid-mechanism"],
    ["by a client without an id", { agent: "" }, "invalid-mechanism"],
    ["by a client with an endless id", { agent: "x".repeat(129) }, "invalid-mechanism"],
  ])("does not work %s", async (_, attempt, condition) => {
    const node = await plainNode();
    await node.addAccount("bob", "correct horse");
    const token = await tokenFor(node);
    expect(await answerTo(node, withToken(token, attempt))).toBe(failure(condition));
  });

  test("needs a name before the proof", async () => {
    const node = await plainNode();
    await tokenFor(node);
    const text = withToken("x").replace(/<initial-response>[^<]*/, "<initial-response>YWxpY2U=");
    expect(await answerTo(node, text)).toBe(failure("malformed-request"));
  });

  test("is of no use as a password", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    const text = `<authenticate ${SASL2} mechanism='PLAIN'>${plain("alice", token)}</authenticate>`;
    expect(await answerTo(node, text)).toBe(failure("not-authorized"));
  });

  test("that is shown in vain holds back nobody who knows the password", async () => {
    const node = await plainNode();
    const peer = await opened(node);
    for (let i = 0; i < 4; i++) {
      peer.send(withToken("old"));
      await peer.until(failure("not-authorized"));
    }
    expect(node.stream.guard?.failed("127.0.0.1", "alice")).toBe(0);
  });

  test("does not show in the log", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    await answerTo(node, withToken(token));
    expect(node.logged.join()).not.toContain(token);
  });
});

describe("a token's count", () => {
  test("must rise with each login", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    const counted = (count: number) => answerTo(node, withToken(token, { fast: `count='${count}'` }));
    expect(await counted(2)).toContain("<success");
    expect(await counted(2)).toBe(failure("not-authorized"));
    expect(await counted(1)).toBe(failure("not-authorized"));
    expect(await counted(3)).toContain("<success");
  });
});

describe("a token's end", () => {
  test("comes when it is not used for long", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    node.now += 30 * DAY;
    expect(await answerTo(node, withToken(token))).toBe(failure("credentials-expired"));
    expect(await answerTo(node, withToken("another"))).toBe(failure("not-authorized"));
  });

  test("comes with a new password", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    node.store.changeKeys("alice");
    expect(await answerTo(node, withToken(token))).toBe(failure("credentials-expired"));
  });

  test("comes when its client takes its leave", async () => {
    const node = await plainNode();
    const token = await tokenFor(node);
    node.now += 2 * DAY;
    const success = await answerTo(node, withToken(token, { fast: "invalidate='true'" }));
    expect(success).toContain("<success");
    expect(tokenIn(success)).toBeUndefined();
    expect(await answerTo(node, withToken(token))).toBe(failure("not-authorized"));
  });

  test("is put off: after a day it is replaced, and is good until its successor is used", async () => {
    const node = await plainNode();
    const first = await tokenFor(node);
    expect(tokenIn(await answerTo(node, withToken(first)))).toBeUndefined();
    node.now += 2 * DAY;
    const second = tokenIn(await answerTo(node, withToken(first))) ?? "none";
    expect(second).not.toBe(first);
    // It never arrived
    const third = tokenIn(await answerTo(node, withToken(first))) ?? "none";
    expect(await answerTo(node, withToken(second))).toBe(failure("not-authorized"));
    expect(await answerTo(node, withToken(third))).toContain("<success");
    expect(await answerTo(node, withToken(first))).toBe(failure("not-authorized"));
    expect(tokenIn(await answerTo(node, withToken(third)))).toBeUndefined();
  });
});

describe("a token bound to the channel", () => {
  async function secure(
    node: FakeNode,
    port: Promise<number>,
  ): Promise<{ peer: TcpPeer; exported: Buffer; end: Buffer }> {
    const peer = await TcpPeer.connectTls(await port);
    await openStream(peer);
    if (!(peer.socket instanceof TLSSocket)) throw new Error(`no TLS on ${node.stream.domain}`);
    const exported = peer.socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0));
    const end = createHash("sha256").update(peer.socket.getPeerCertificate().raw).digest();
    return { peer, exported, end };
  }

  test.each(["HT-SHA-256-EXPR", "HT-SHA-256-ENDP"] as const)("by %s works on no other", async (mechanism) => {
    const node = await withAlice({ tls });
    const { port } = start(node, "direct-tls");
    const first = await secure(node, port);
    const inside = plain("alice", "correct horse") + requestToken(mechanism);
    first.peer.send(`<authenticate ${SASL2} mechanism='PLAIN'>${inside}</authenticate>`);
    const token = tokenIn(await first.peer.until("</success>")) ?? "none";

    const { peer, exported, end } = await secure(node, port);
    const binding = mechanism === "HT-SHA-256-EXPR" ? exported : end;
    peer.send(withToken(token, { mechanism: "HT-SHA-256-NONE" }));
    await peer.until(failure("not-authorized"));
    peer.send(withToken(token, { mechanism, binding: Buffer.alloc(32) }));
    await peer.until(failure("not-authorized"));
    peer.send(withToken(token, { mechanism, binding }));
    await peer.until("</success>");
  });
});
