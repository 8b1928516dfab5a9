import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { ScramClient, type ScramHash } from "@yonder/protocol";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { encode, TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, makeTls, start, streamError, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { TlsIdentity } from "../transport/tls-identity.ts";
import { LoginGuard } from "./login-guard.ts";

afterEach(closeAll);

let tls: TlsIdentity;

beforeAll(async () => {
  tls = await makeTls();
});

const SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

function failure(condition: string): string {
  return `<failure ${SASL}><${condition}/></failure>`;
}

function auth(mechanism: string, text: string): string {
  return `<auth ${SASL} mechanism='${mechanism}'>${text}</auth>`;
}

function response(text: string): string {
  return `<response ${SASL}>${encode(text)}</response>`;
}

async function opened(peer: TcpPeer): Promise<TcpPeer> {
  peer.open();
  await peer.until("</stream:features>");
  return peer;
}

async function plain(): Promise<TcpPeer> {
  return opened(await connect(await withAlice()));
}

async function secure(options: { maxVersion?: "TLSv1.2" } = {}): Promise<TcpPeer> {
  const port = await start(await withAlice({ tls }), "direct-tls").port;
  return opened(await TcpPeer.connectTls(port, options));
}

async function challenge(peer: TcpPeer): Promise<string> {
  const [, text = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
  return Buffer.from(text, "base64").toString();
}

/** A SCRAM-SHA-256 login written by hand, with whatever a test wants to be different. */
async function scram(
  peer: TcpPeer,
  options: { gs2?: string; nonce?: (server: string) => string; authzid?: string; binding?: string; password?: string },
): Promise<void> {
  const gs2 = options.gs2 ?? "n,,";
  const bare = "n=alice,r=clientnonce";
  peer.send(auth("SCRAM-SHA-256", encode(`${gs2}${bare}`)));
  const first = await challenge(peer);
  const [, serverNonce = "", salt = "", iterations = ""] = /^r=([^,]*),s=([^,]*),i=(\d+),h=/.exec(first) ?? [];
  const salted = pbkdf2Sync(
    options.password ?? "correct horse",
    Buffer.from(salt, "base64"),
    Number(iterations),
    32,
    "sha256",
  );
  const hmac = (key: Uint8Array, text: string) => createHmac("sha256", key).update(text).digest();
  const clientKey = hmac(salted, "Client Key");
  const withoutProof = `c=${encode(options.binding ?? gs2)},r=${options.nonce?.(serverNonce) ?? serverNonce}`;
  const signature = hmac(createHash("sha256").update(clientKey).digest(), `${bare},${first},${withoutProof}`);
  const proof = Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] ?? 0))).toString("base64");
  peer.send(response(`${withoutProof},p=${proof}`));
}

describe("SCRAM", () => {
  test.each<ScramHash>(["SHA-1", "SHA-256"])(
    "with %s lets in whoever knows the password, and proves that we know it too",
    async (hash) => {
      const peer = await plain();
      const offered = { mechanisms: ["SCRAM-SHA-256", "SCRAM-SHA-1"], bindings: undefined };
      const client = new ScramClient({ hash, username: "alice", password: "correct horse", offered });
      peer.send(auth(`SCRAM-${hash}`, encode(client.first())));
      peer.send(response(await client.respond(await challenge(peer))));
      const [, text = ""] = /<success[^>]*>([^<]*)</.exec(await peer.until("</success>")) ?? [];
      expect(client.verify(Buffer.from(text, "base64").toString())).toBe(true);
    },
  );

  test("takes the name in any case, and an empty initial response first", async () => {
    const peer = await plain();
    const client = new ScramClient({ hash: "SHA-256", username: "Alice", password: "correct horse" });
    peer.send(auth("SCRAM-SHA-256", ""));
    await peer.until("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    peer.send(response(client.first()));
    peer.send(response(await client.respond(await challenge(peer))));
    await peer.until("</success>");
  });

  test.each([
    [
      "tls-exporter",
      (socket: TLSSocket) => socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0)),
    ],
    ["tls-server-end-point", (it: TLSSocket) => createHash("sha256").update(it.getPeerCertificate().raw).digest()],
    ["tls-unique", (socket: TLSSocket) => socket.getFinished() ?? Buffer.alloc(0)],
  ])("binds to the channel by %s", async (type, bindingOf) => {
    const peer = await secure();
    const client = new ScramClient({
      hash: "SHA-256",
      username: "alice",
      password: "correct horse",
      plusOffered: true,
      channelBinding: { type, data: bindingOf(peer.socket as TLSSocket) },
    });
    peer.send(auth("SCRAM-SHA-256-PLUS", encode(client.first())));
    peer.send(response(await client.respond(await challenge(peer))));
    await peer.until("</success>");
  });

  test.each([
    ["tls-exporter", 32],
    ["tls-unique", 48],
  ])("refuses a binding to another channel by %s", async (type, length) => {
    const peer = await secure();
    const client = new ScramClient({
      hash: "SHA-256",
      username: "alice",
      password: "correct horse",
      plusOffered: true,
      channelBinding: { type, data: new Uint8Array(length) },
    });
    peer.send(auth("SCRAM-SHA-256-PLUS", encode(client.first())));
    peer.send(response(await client.respond(await challenge(peer))));
    await peer.until(failure("not-authorized"));
  });

  test("refuses a client that could bind and was kept from it", async () => {
    const peer = await secure();
    peer.send(auth("SCRAM-SHA-256", encode("y,,n=alice,r=clientnonce")));
    await peer.until(failure("not-authorized"));
  });

  test.each(["tls-exporter", "tls-unique"])("has no %s before TLS 1.3", async (type) => {
    const peer = await secure({ maxVersion: "TLSv1.2" });
    peer.send(auth("SCRAM-SHA-256-PLUS", encode(`p=${type},,n=alice,r=clientnonce`)));
    await peer.until(failure("malformed-request"));
  });

  test("answers a wrong password and an unknown user alike", async () => {
    const peer = await plain();
    await scram(peer, { password: "wrong" });
    const wrong = await peer.until("</failure>");
    peer.send(auth("SCRAM-SHA-256", encode("n,,n=nobody,r=clientnonce")));
    const first = await challenge(peer);
    expect(first).toMatch(/^r=clientnonce[^,]+,s=[^,]+,i=4096,h=[^,]+$/);
    const nonce = /^r=([^,]*)/.exec(first)?.[1];
    peer.send(response(`c=biws,r=${nonce},p=${Buffer.alloc(32).toString("base64")}`));
    expect(await peer.until("</failure>")).toBe(wrong);
    expect(wrong).toBe(failure("not-authorized"));
  });

  test.each(["alice", "nobody"])("gives %s one salt, however they are spelled", async (name) => {
    const peer = await plain();
    const saltOf = async (username: string) => {
      peer.send(auth("SCRAM-SHA-256", encode(`n,,n=${username},r=clientnonce`)));
      const [, salt] = /,s=([^,]+)/.exec(await challenge(peer)) ?? [];
      peer.send(`<abort ${SASL}/>`);
      await peer.until("</failure>");
      return salt;
    };
    expect(await saltOf(name.toUpperCase())).toBe(await saltOf(name));
  });

  test.each([
    ["another nonce", { nonce: () => "clientnonceX" }, "not-authorized"],
    ["another GS2 header than before", { binding: "y,," }, "not-authorized"],
    ["the name of another to act for", { gs2: "n,a=bob@localhost," }, "invalid-authzid"],
  ])("refuses %s", async (_, options, condition) => {
    const peer = await plain();
    await scram(peer, options);
    await peer.until(failure(condition));
  });

  test("lets a client name itself to act for", async () => {
    const peer = await plain();
    await scram(peer, { gs2: "n,a=alice@localhost," });
    await peer.until("</success>");
  });

  test.each([
    [
      "an extension that must be understood",
      auth("SCRAM-SHA-256", encode("n,,m=x,n=alice,r=abc")),
      /<failure [^>]*><\S+\/><\/failure>/,
    ],
    ["no name", auth("SCRAM-SHA-256", encode("n,,r=abc")), failure("malformed-request")],
    [
      "bytes that are no text",
      auth("SCRAM-SHA-256", Buffer.of(0xff, 0xfe).toString("base64")),
      failure("malformed-request"),
    ],
    ["what is no base64", auth("SCRAM-SHA-256", "***"), failure("incorrect-encoding")],
    ["a mechanism that is not offered", auth("PLAIN", encode("\0alice\0correct horse")), failure("invalid-mechanism")],
    ["a mechanism that does not exist", auth("GS2-KRB5", ""), failure("invalid-mechanism")],
    [
      "channel binding without TLS",
      auth("SCRAM-SHA-256-PLUS", encode("p=tls-exporter,,n=alice,r=abc")),
      failure("invalid-mechanism"),
    ],
    ["an answer to no question", response("x"), failure("malformed-request")],
    ["an abort", `<abort ${SASL}/>`, failure("aborted")],
  ])("refuses %s", async (_, text, answer) => {
    const peer = await plain();
    peer.send(text);
    await peer.until(answer);
  });

  test("refuses a login inside a login, and lets the client begin anew", async () => {
    const peer = await plain();
    peer.send(auth("SCRAM-SHA-256", encode("n,,n=alice,r=abc")));
    await peer.until("</challenge>");
    peer.send(auth("SCRAM-SHA-256", encode("n,,n=alice,r=abc")));
    await peer.until(failure("malformed-request"));
    await scram(peer, {});
    await peer.until("</success>");
  });
});

describe("PLAIN", () => {
  test.each([
    ["the right password", "\0alice\0correct horse", "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"],
    [
      "the right password and oneself to act for",
      "alice@localhost\0alice\0correct horse",
      "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
    ],
    ["a wrong password", "\0alice\0wrong", failure("not-authorized")],
    ["an unknown user", "\0nobody\0correct horse", failure("not-authorized")],
    ["another to act for", "bob@localhost\0alice\0correct horse", failure("invalid-authzid")],
    ["one part too many", "\0alice\0correct\0horse", failure("malformed-request")],
    ["no password", "\0alice\0", failure("malformed-request")],
  ])("under TLS with %s", async (_, text, answer) => {
    const peer = await secure();
    peer.send(auth("PLAIN", encode(text)));
    await peer.until(answer);
  });

  test("is offered without TLS on loopback if the configuration says so", async () => {
    const node = await withAlice({ stream: { allowPlaintext: true } });
    const peer = await connect(node);
    peer.open();
    expect(await peer.until("</stream:features>")).toContain("<mechanism>PLAIN</mechanism>");
    peer.send(auth("PLAIN", encode("\0alice\0correct horse")));
    await peer.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
  });
});

describe("attempts", () => {
  test("are finite on one stream", async () => {
    const peer = await plain();
    for (let i = 0; i < 5; i++) peer.send(auth("PLAIN", "x"));
    expect(await peer.untilClosed()).toMatch(streamError("policy-violation"));
  });

  test("with a channel binding that we do not have are no guesses, however many", async () => {
    const guard = new LoginGuard(() => 0);
    const node = await withAlice({ tls, stream: { guard } });
    const port = start(node, "direct-tls").port;
    for (let logins = 0; logins < 4; logins++) {
      const peer = await opened(await TcpPeer.connectTls(await port, { maxVersion: "TLSv1.2" }));
      peer.send(auth("SCRAM-SHA-256-PLUS", encode("p=tls-unique,,n=alice,r=clientnonce")));
      await peer.until(failure("malformed-request"));
      peer.send(auth("SCRAM-SHA-256", encode("y,,n=alice,r=clientnonce")));
      await peer.until(failure("not-authorized"));
    }
    expect([1, 2, 3].map(() => guard.failed("127.0.0.1", "alice"))).toEqual([0, 0, 0]);
  });

  test("with a wrong password are guesses", async () => {
    const guard = new LoginGuard(() => 0);
    const node = await withAlice({ stream: { guard } });
    const peer = await opened(await connect(node));
    for (let guesses = 0; guesses < 3; guesses++) {
      await scram(peer, { password: "wrong" });
      await peer.until(failure("not-authorized"));
    }
    expect(guard.failed("127.0.0.1", "alice")).toBeGreaterThan(0);
  });

  test("never show a password or a proof in the log", async () => {
    const node = await withAlice({ tls });
    const peer = await opened(await TcpPeer.connectTls(await start(node, "direct-tls").port));
    peer.send(auth("PLAIN", encode("\0alice\0my secret password")));
    await peer.until(failure("not-authorized"));
    expect(node.logged.join()).toContain("alice");
    expect(node.logged.join()).not.toContain("my secret");
  });
});
