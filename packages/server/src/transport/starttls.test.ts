import { TLSSocket } from "node:tls";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { closeAll, connect, HEADER, makeTls, start, withAlice } from "./tcp-stage.fixture.ts";
import type { TlsIdentity } from "./tls-identity.ts";

let tls: TlsIdentity;

beforeAll(async () => {
  tls = await makeTls();
});

afterEach(closeAll);

const STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

describe("TLS", () => {
  test("is begun on the stream, which then starts anew and offers what TLS allows", async () => {
    const node = await withAlice({ tls });
    const alice = await connect(node);
    alice.open();
    expect(await alice.until("</stream:features>")).toContain(
      "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><mechanisms",
    );
    alice.send(STARTTLS);
    await alice.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    await alice.startTls();
    alice.open();
    const features = await alice.until("</stream:features>");
    expect(features).not.toContain("starttls");
    expect(features).toContain(
      "<mechanism>SCRAM-SHA-256-PLUS</mechanism><mechanism>SCRAM-SHA-1-PLUS</mechanism><mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism>",
    );
    expect(features).toContain(
      "<sasl-channel-binding xmlns='urn:xmpp:sasl-cb:0'><channel-binding type='tls-exporter'/><channel-binding type='tls-server-end-point'/></sasl-channel-binding>",
    );
  });

  test.each([
    ["an element", `${STARTTLS}<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGFsaWNlAHg=</auth>`],
    ["half an element", `${STARTTLS}<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'`],
    ["text", `${STARTTLS}x`],
  ])("is refused when %s was injected behind <starttls/>", async (_, text) => {
    const node = await withAlice({ tls });
    const peer = await connect(node);
    peer.open();
    await peer.until("</stream:features>");
    peer.send(text);
    await peer.untilClosed();
    expect(node.metrics.loginsFailed).toBe(0);
  });

  test("fails when what follows <proceed/> is not TLS", async () => {
    const peer = await connect(await withAlice({ tls }));
    peer.open();
    await peer.until("</stream:features>");
    peer.send(STARTTLS);
    await peer.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    peer.send(HEADER);
    expect(await peer.untilClosed()).not.toContain("stream:features");
  });

  test("is there at once on the other port, with ALPN or without", async () => {
    const port = await start(await withAlice({ tls }), "direct-tls").port;
    const alice = await TcpPeer.connectTls(port, { ALPNProtocols: ["xmpp-client"] });
    await alice.logIn("alice", "correct horse");
    await alice.bind("phone");
    const other = await TcpPeer.connectTls(port);
    other.open();
    expect(await other.until("</stream:features>")).not.toContain("starttls");
  });

  test("of version 1.2 is there too, with forward secrecy", async () => {
    const port = await start(await withAlice({ tls }), "direct-tls").port;
    const alice = await TcpPeer.connectTls(port, { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" });
    await alice.logIn("alice", "correct horse");
  });

  test.each([
    ["without authenticated encryption", { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA256" }],
    ["without forward secrecy", { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" }],
    ["of an old version", { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }],
  ] as const)("%s is not there (RFC 7590)", async (_, options) => {
    const port = await start(new FakeNode({ tls }), "direct-tls").port;
    await expect(TcpPeer.connectTls(port, options)).rejects.toThrow();
  });

  test("is not negotiated anew", async () => {
    const port = await start(await withAlice({ tls }), "direct-tls").port;
    const peer = await TcpPeer.connectTls(port, { maxVersion: "TLSv1.2" });
    if (!(peer.socket instanceof TLSSocket)) throw new Error("no TLS");
    peer.socket.renegotiate({ rejectUnauthorized: false }, () => undefined);
    peer.send(" ");
    await peer.untilClosed();
  });

  test("is refused to those who want another protocol", async () => {
    const port = await start(new FakeNode({ tls }), "direct-tls").port;
    await expect(TcpPeer.connectTls(port, { ALPNProtocols: ["h2"] })).rejects.toThrow();
  });
});
