import { request } from "node:http";
import { connect as connectSocket } from "node:net";
import { StreamError } from "@yonder/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { FakeNode, limitsOf, SASL2_ON_LOOPBACK } from "../../stream/node.fixture.ts";
import { BoshPeer } from "../peer.fixture.ts";
import { BoshLine } from "./line.fixture.ts";
import { closeAll, connectAs, create, NS, OURS, PING, serve, terminated, withAlice } from "./stage.fixture.ts";

afterEach(closeAll);

const CREATION = `<body ${NS} rid='1' to='localhost'/>`;

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

async function http(
  node: FakeNode,
  method: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const { port } = await serve(node);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: "/http-bind", method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .on("error", reject)
      .end(body);
  });
}

describe("a stream over HTTP", () => {
  test("begins with what was agreed on and our features, in one answer", async () => {
    const { answer } = await create(new FakeNode(), "ver='1.6' wait='30' hold='1' xml:lang='en' ack='1'");
    expect(answer).toBe(
      `<body ${NS} xmlns:stream='http://etherx.jabber.org/streams' sid='id-1-abcdefghijklmnop' xmlns:xmpp='urn:xmpp:xbosh'` +
        " wait='30' hold='1' requests='2' polling='1' inactivity='60' maxpause='120' ver='1.6' xmpp:version='1.0'" +
        " xmpp:restartlogic='true' from='localhost' ack='1000000' authid='id-2-abcdefghijklmnop'>" +
        "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
        "<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms>" +
        SASL2_ON_LOOPBACK +
        "<register xmlns='urn:xmpp:ibr-token:0'/><register xmlns='http://jabber.org/features/iq-register'/>" +
        `${limitsOf(16_384, 60)}</stream:features></body>`,
    );
  });

  test.each([
    ["more than we grant", "ver='2.0' wait='600' hold='9'", "wait='45' hold='1' requests='2'", "ver='1.11'"],
    ["an older version", "ver='1.9' wait='20'", "wait='20' hold='1' requests='2'", "ver='1.9'"],
    ["no holding", "ver='1.10' hold='0'", "wait='45' hold='0' requests='1' polling='1' inactivity='120'", "ver='1.10'"],
    ["no waiting", "wait='0' hold='1'", "wait='0' hold='0' requests='1'", "ver='1.11'"],
  ])("agrees with who asks for %s", async (_, attributes, ...granted) => {
    const { answer } = await create(new FakeNode(), attributes);
    for (const attribute of granted) expect(answer).toContain(attribute);
  });

  test("leads to a session", async () => {
    const alice = await connectAs("alice", await withAlice(), "web");
    alice.send(PING);
    expect(await alice.until(/<iq [^>]*id='p1'[^>]*>/)).toBe(
      "<iq xmlns='jabber:client' type='result' id='p1' from='localhost' to='alice@localhost/web'/>",
    );
  });

  test("carries stanzas of any size in both directions", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node, "web");
    const body = "ü".repeat(70_000);
    alice.send(`<message xmlns='jabber:client' id='m1'><body>${body}</body></message>`);
    await expect.poll(() => node.router.received[0]?.childText("body")).toBe(body);
    node.router.session("alice@localhost/web").send(node.message("alice@localhost/web", body));
    expect(await alice.until("</message>")).toContain(`<body>${body}</body>`);
  });

  test("ends when the client says so, after all that it asked for is answered", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node, "web");
    alice.line.send(PING, "type='terminate'");
    expect(await alice.untilClosed()).toMatch(/id='p1'.*type='terminate'|type='terminate'.*id='p1'/s);
    await expect.poll(() => node.router.ended).toMatchObject([{ reason: "closed" }]);
    expect(node.metrics).toMatchObject({ sessions: 0, connections: { bosh: 0 } });
  });

  test("ends with the node, and says so", async () => {
    const node = await withAlice();
    const { port, transport } = await serve(node);
    const alice = new BoshPeer(port);
    await alice.logIn("alice", "correct horse");
    await alice.bind("web");
    await Promise.all([transport.close(new StreamError("system-shutdown"), 1_000), alice.untilClosed()]);
    expect(alice.received).toContain(terminated("system-shutdown"));
    expect(node.router.ended).toMatchObject([{ reason: "shutdown" }]);
    expect(await new BoshLine(port).post(CREATION)).toBe(terminated("system-shutdown"));
  });

  test("that the server ends with an error tells it last", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node, "web");
    const session = node.router.session("alice@localhost/web");
    session.send(node.message("alice@localhost/web", "last"));
    session.close(new StreamError("conflict"));
    expect(await alice.untilClosed()).toMatch(
      /^<body [^>]*xmlns:stream='http:\/\/etherx.jabber.org\/streams' type='terminate' condition='remote-stream-error'><message .*<\/message><stream:error[^>]*><conflict [^>]*\/>.*<\/stream:error><\/body>$/,
    );
  });

  test("that is to go on elsewhere is told where (XEP-0124 §17.2)", async () => {
    const node = new FakeNode();
    const { line } = await create(node);
    const waiting = line.post(line.body());
    await expect.poll(() => node.metrics.bytesReceived).toBeGreaterThan(200);
    node.connections[0]?.close(undefined, "https://two.example/http-bind");
    expect(await waiting).toBe(
      `<body ${NS} type='terminate' condition='see-other-uri'><uri ${NS}>https://two.example/http-bind</uri></body>`,
    );
  });

  test.each([
    ["no host", "<body xmlns='http://jabber.org/protocol/httpbind' rid='1'/>", "improper-addressing"],
    ["a host that is not ours", CREATION.replace("localhost", "elsewhere.example"), "host-unknown"],
    ["waiting that is no number", CREATION.replace("/>", " wait='long'/>"), "bad-request"],
    ["a session that does not exist", CREATION.replace("/>", " sid='guessed'/>"), "item-not-found"],
    ["another protocol", "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>", "bad-request"],
  ])("is refused to who asks for %s", async (_, body, condition) => {
    expect((await http(new FakeNode(), "POST", body)).text).toBe(terminated(condition));
  });

  test("is refused beyond the connections that one address may have", async () => {
    const node = new FakeNode({ perAddress: 0 });
    const { port } = await serve(node, { trustedProxies: ["127.0.0.1"] });
    const headers = { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" };
    expect(await new BoshLine(port, headers).post(CREATION)).toBe(terminated("policy-violation"));
    expect(node.metrics.connectionsRefused).toBe(1);
  });

  test("knows whom a trusted proxy speaks for, and does not go on without TLS", async () => {
    const node = new FakeNode();
    const { port } = await serve(node, { trustedProxies: ["127.0.0.1"] });
    const line = new BoshLine(port, { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" });
    const greeting = await line.post(line.body("", "to='localhost' wait='1'"));
    expect(node.connections).toMatchObject([{ remoteAddress: "192.0.2.1", isSecure: true, isLoopback: false }]);
    line.sid = / sid='([^']*)'/.exec(greeting)?.[1] ?? "";
    const plain = { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "http" };
    expect(await line.post(line.body("", "type='terminate'"), plain)).toBe(terminated("item-not-found"));
    expect(node.connections[0]?.isClosed).toBe(false);
  });
});

describe("an answer over HTTP", () => {
  test("is a success of the type agreed on, which no browser takes for a page", async () => {
    const { status, headers } = await http(new FakeNode(), "POST", CREATION.replace("/>", " content='text/html'/>"));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
    expect(headers).not.toHaveProperty("access-control-allow-origin");
  });

  test.each(["application/javascript", "image/svg+xml", "text/xml\r\nSet-Cookie: a=b", "text/html; charset=utf-7"])(
    "is never of the type %j",
    async (type) => {
      const content = type.replaceAll("\r\n", "&#13;&#10;");
      const { headers } = await http(new FakeNode(), "POST", CREATION.replace("/>", ` content='${content}'/>`));
      expect(headers["content-type"]).toBe("text/xml; charset=utf-8");
      expect(headers).not.toHaveProperty("set-cookie");
    },
  );

  test("is also a success when it is a refusal", async () => {
    expect(await http(new FakeNode(), "POST", "nonsense")).toMatchObject({
      status: 200,
      headers: { "content-type": "text/xml; charset=utf-8", connection: "close" },
      text: terminated("bad-request"),
    });
  });

  test("may be read by our own pages", async () => {
    const headers = { origin: OURS };
    expect((await http(new FakeNode(), "POST", CREATION, headers)).headers).toMatchObject({
      "access-control-allow-origin": OURS,
      vary: "origin",
    });
    expect(await http(new FakeNode(), "OPTIONS", "", headers)).toMatchObject({
      status: 204,
      headers: {
        "access-control-allow-origin": OURS,
        "access-control-allow-methods": "POST, OPTIONS",
        "access-control-allow-headers": "content-type",
      },
    });
  });

  test.each(["https://evil.example", "null"])("is not given to a page of %s", async (origin) => {
    for (const method of ["POST", "OPTIONS"]) {
      const { status, headers, text } = await http(new FakeNode(), method, CREATION, { origin });
      expect([status, text]).toEqual([403, ""]);
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  test.each(["GET", "PUT", "DELETE"])("is not given to %s", async (method) => {
    expect(await http(new FakeNode(), method, "")).toMatchObject({ status: 405, headers: { allow: "POST, OPTIONS" } });
  });

  test("is a refusal where the body is coded", async () => {
    expect((await http(new FakeNode(), "POST", CREATION, { "content-encoding": "gzip" })).text).toBe(
      terminated("bad-request"),
    );
  });
});

describe("a request that breaks off", () => {
  test("before it is here is no request, and its session goes on", async () => {
    const node = new FakeNode();
    const { port } = await serve(node);
    const line = new BoshLine(port);
    line.sid = / sid='([^']*)'/.exec(await line.post(line.body("", "to='localhost'")))?.[1] ?? "";
    const socket = connectSocket(port, "127.0.0.1");
    const half = `<body ${NS} sid='${line.sid}' rid='${line.rid}'>`;
    socket.write(`POST /http-bind HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n${half}`, () => socket.destroy());
    await new Promise((resolve) => socket.once("close", resolve));
    const waiting = line.post(line.body("", "pause='1'"));
    expect(await waiting).toBe(`<body ${NS}/>`);
    expect(node.logged).toEqual([]);
  });

  test("or dribbles is one of few that an address may have at a time", async () => {
    const { port } = await serve(new FakeNode(), { trustedProxies: ["127.0.0.1"] });
    const head =
      "POST /http-bind HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nContent-Length: 500\r\n\r\n<body";
    const answered: string[] = [];
    const sockets = Array.from({ length: 101 }, () => connectSocket(port, "127.0.0.1"));
    for (const socket of sockets) socket.on("data", (text) => answered.push(String(text).slice(9, 12))).write(head);
    await expect.poll(() => answered).toEqual(["429"]);
    for (const socket of sockets) socket.destroy();
  });
});
