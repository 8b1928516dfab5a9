import { createHash } from "node:crypto";
import { ScramClient } from "@yonder/protocol";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { encode, TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, makeTls, PING, start, streamError, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { TlsIdentity } from "../transport/tls-identity.ts";
import type { FakeNode } from "./node.fixture.ts";
import { failure, openStream, plain, plainNode, SASL2 } from "./sasl2-peer.fixture.ts";

afterEach(closeAll);

let tls: TlsIdentity;

beforeAll(async () => {
  tls = await makeTls();
});

async function opened(node: FakeNode, from?: string): Promise<TcpPeer> {
  const peer = await connect(node);
  await openStream(peer, from);
  return peer;
}

function authenticate(inside: string, mechanism = "PLAIN"): string {
  return `<authenticate ${SASL2} mechanism='${mechanism}'>${inside}</authenticate>`;
}

describe("SASL2", () => {
  test("is offered with what may be asked for along with it, and bindings to the channel", async () => {
    const peer = await TcpPeer.connectTls(await start(await withAlice({ tls }), "direct-tls").port);
    peer.open();
    const features = await peer.until("</stream:features>");
    expect(features).toContain(
      "<mechanism>PLAIN</mechanism><inline><sm xmlns='urn:xmpp:sm:3'/><bind xmlns='urn:xmpp:bind:0'>",
    );
    expect(features).toContain(
      "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-EXPR</mechanism><mechanism>HT-SHA-256-ENDP</mechanism><mechanism>HT-SHA-256-NONE</mechanism></fast>",
    );
  });

  test("lets in with SCRAM, proves that we know the password, and goes on without another header", async () => {
    const peer = await opened(await withAlice());
    const client = new ScramClient({
      hash: "SHA-256",
      username: "alice",
      password: "correct horse",
      offered: { mechanisms: ["SCRAM-SHA-1", "SCRAM-SHA-256"], bindings: undefined },
    });
    peer.send(authenticate(`<initial-response>${encode(client.first())}</initial-response>`, "SCRAM-SHA-256"));
    const [, challenge = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
    const response = await client.respond(Buffer.from(challenge, "base64").toString());
    peer.send(`<response ${SASL2}>${encode(response)}</response>`);
    const [, data = ""] = /<additional-data>([^<]*)</.exec(await peer.until("</additional-data>")) ?? [];
    expect(client.verify(Buffer.from(data, "base64").toString())).toBe(true);
    await peer.until(
      "<authorization-identifier>alice@localhost</authorization-identifier></success><stream:features><bind",
    );
    await peer.bind("phone");
  });

  test("tells a client with SCRAM what was offered, so that it notices what was hidden from it", async () => {
    const peer = await opened(await withAlice());
    const offered = { mechanisms: ["SCRAM-SHA-1"], bindings: undefined };
    const client = new ScramClient({ hash: "SHA-1", username: "alice", password: "correct horse", offered });
    peer.send(authenticate(`<initial-response>${encode(client.first())}</initial-response>`, "SCRAM-SHA-1"));
    const [, text = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
    const challenge = Buffer.from(text, "base64").toString();
    const hash = createHash("sha1").update("SCRAM-SHA-1\u001eSCRAM-SHA-256").digest("base64");
    expect(challenge.endsWith(`,h=${hash}`)).toBe(true);
    await expect(client.respond(challenge)).rejects.toMatchObject({ condition: "not-authorized" });
  });

  test.each([
    ["a wrong password", plain("alice", "wrong"), "not-authorized"],
    ["an unknown user", plain("nobody", "wrong"), "not-authorized"],
    ["what is no base64", "<initial-response>*</initial-response>", "incorrect-encoding"],
    ["what is no UTF-8", "<initial-response>//79</initial-response>", "malformed-request"],
  ])("refuses %s", async (_, inside, condition) => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(inside));
    await peer.until(failure(condition));
  });

  test.each([
    ["a mechanism that is not offered", authenticate("", "SCRAM-SHA-256-PLUS"), "invalid-mechanism"],
    ["no mechanism", `<authenticate ${SASL2}/>`, "invalid-mechanism"],
    ["a token's mechanism without a token", authenticate("", "HT-SHA-256-NONE"), "invalid-mechanism"],
    ["an abort", `<abort ${SASL2}/>`, "aborted"],
    ["an answer to no question", `<response ${SASL2}>AAAA</response>`, "malformed-request"],
    ["a task that nobody asked for", `<next ${SASL2} task='UPGR-SCRAM-SHA-512'/>`, "malformed-request"],
    ["data of no task", `<task-data ${SASL2}/>`, "malformed-request"],
  ])("refuses %s", async (_, text, condition) => {
    const peer = await opened(await plainNode());
    peer.send(text);
    await peer.until(failure(condition));
  });

  test("refuses to act for another than the stream is from", async () => {
    const peer = await opened(await plainNode(), "bob@localhost");
    peer.send(authenticate(plain("alice", "correct horse", "alice@localhost")));
    await peer.until(failure("invalid-authzid"));
    peer.send(authenticate(plain("alice", "correct horse")));
    await peer.until("</success>");
  });

  test("may be begun with an empty response", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(""));
    await peer.until(`<challenge ${SASL2}/>`);
    peer.send(`<response ${SASL2}>${encode("\0alice\0correct horse")}</response>`);
    await peer.until("</success>");
  });

  test("binds to the channel, and tells which bindings were offered", async () => {
    const peer = await TcpPeer.connectTls(await start(await withAlice({ tls }), "direct-tls").port);
    await openStream(peer);
    if (!("exportKeyingMaterial" in peer.socket)) throw new Error("not TLS");
    const client = new ScramClient({
      hash: "SHA-256",
      username: "alice",
      password: "correct horse",
      plusOffered: true,
      channelBinding: {
        type: "tls-exporter",
        data: peer.socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0)),
      },
      offered: {
        mechanisms: ["SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"],
        bindings: ["tls-exporter", "tls-server-end-point"],
      },
    });
    peer.send(authenticate(`<initial-response>${encode(client.first())}</initial-response>`, "SCRAM-SHA-256-PLUS"));
    const [, challenge = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
    const response = await client.respond(Buffer.from(challenge, "base64").toString());
    peer.send(`<response ${SASL2}>${encode(response)}</response>`);
    await peer.until("</success>");
  });

  test("may be given up halfway, and begun anew", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(`<initial-response>${encode("n,,n=alice,r=abc")}</initial-response>`, "SCRAM-SHA-1"));
    await peer.until("</challenge>");
    peer.send(`<abort ${SASL2}><text>Never mind.</text></abort>`);
    await peer.until(failure("aborted"));
    peer.send(`<response ${SASL2}>${encode("c=biws,r=abc,p=AAAA")}</response>`);
    await peer.until(failure("malformed-request"));
    peer.send(authenticate(plain("alice", "correct horse")));
    await peer.until("</success>");
  });

  test("ends the stream of who says something else meanwhile", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate("") + PING);
    expect(await peer.untilClosed()).toMatch(streamError("not-authorized"));
  });

  test("ends the stream of who logs in twice", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(plain("alice", "correct horse")) + authenticate(plain("alice", "correct horse")));
    expect(await peer.untilClosed()).toMatch(streamError("unsupported-stanza-type"));
  });

  test("counts attempts together with those of the other profile", async () => {
    const peer = await opened(await plainNode());
    for (let i = 0; i < 2; i++) peer.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'/>");
    for (let i = 0; i < 3; i++) peer.send(authenticate("", "X"));
    expect(await peer.untilClosed()).toMatch(streamError("policy-violation"));
  });

  test("refuses a stream from another domain", async () => {
    const peer = await connect(await plainNode());
    peer.send(
      "<stream:stream from='alice@elsewhere' to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
    );
    expect(await peer.untilClosed()).toMatch(streamError("invalid-from"));
  });
});
