import { createHash } from "node:crypto";
import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { BoshLine } from "../../packages/server/src/transport/bosh/line.fixture.ts";
import type { BoshPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import { expectAnswer, lastWords, Siege } from "./siege.ts";

const siege = Siege.lay();

const NS = "xmlns='http://jabber.org/protocol/httpbind'";
const CREATION = "to='localhost' ver='1.11' hold='1'";
const PING = "<iq xmlns='jabber:client' type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const ended = (condition: string) => `condition='${condition}'`;
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

function newLine(): BoshLine {
  const { http } = siege.node.ports;
  return new BoshLine(http, { origin: `http://localhost:${http}` });
}

/** A session that nobody has logged in to. */
async function created(attributes = CREATION): Promise<BoshLine> {
  const line = newLine();
  const answer = await line.post(line.body("", attributes));
  line.sid = / sid='([^']*)'/.exec(answer)?.[1] ?? "";
  return line;
}

async function enter(): Promise<BoshPeer> {
  return (await siege.enter("BOSH", "mallory")) as BoshPeer;
}

describe("a request id", () => {
  test.each([
    ["that jumps ahead", 100],
    ["that jumps back", -100],
    ["of the farthest future", Number.MAX_SAFE_INTEGER - 2_000_000],
  ])("%s ends the session", async (_, jump) => {
    const mallory = await enter();
    mallory.line.rid += jump;
    expect(await mallory.line.post(mallory.line.body(PING))).toContain(ended("item-not-found"));
    await lastWords(mallory);
    await siege.expectCalm();
  });

  test.each(["0", "-1", "1.5", "NaN", "9007199254740993", "99999999999999999999", "0x10", "' '", "__proto__"])(
    "of %s is none",
    async (rid) => {
      const { sid } = await created();
      const answer = await newLine().post(`<body ${NS} sid='${sid}' rid="${rid}"/>`);
      expect(answer).toContain(ended("bad-request"));
      await siege.expectCalm();
    },
  );

  test("that comes again a thousand times at once is not done a thousand times", async () => {
    const line = await created();
    const body = line.body("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONSENSE'/>");
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => line.post(body)));
    expect(answers.filter((answer) => answer.includes("<failure")).length).toBeLessThan(30);
    await siege.expectCalm();
  });
});

describe("a key", () => {
  test.each([
    ["that was used before", (keys: readonly string[]) => keys[2]],
    ["that was skipped to", (keys: readonly string[]) => keys[0]],
    ["that is made up", () => sha1("made up")],
    ["that is none", () => "x".repeat(5_000)],
  ])("%s ends the session", async (_, choose) => {
    const keys = [sha1("seed")];
    while (keys.length < 4) keys.push(sha1(keys.at(-1) ?? ""));
    const line = await created(`${CREATION} newkey='${keys[3]}'`);
    await line.post(
      line.body("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONSENSE'/>", `key='${keys[2]}'`),
    );
    expect(await line.post(line.body(PING, `key='${choose(keys)}'`))).toContain(ended("item-not-found"));
    await siege.expectCalm();
  });
});

describe("a session's id", () => {
  test.each([
    "guessed",
    "",
    "../../etc/passwd",
    "__proto__",
    "x.node-2",
    "x.node-1",
    "x".repeat(2_000),
    "&lt;script&gt;",
  ])("of %j leads nowhere", async (sid) => {
    const answer = await newLine().post(`<body ${NS} rid='1' sid='${sid}'>${PING}</body>`);
    expect(answer).toBe(`<body ${NS} type='terminate' condition='item-not-found'/>`);
    await siege.expectCalm();
  });

  test("of somebody else's is not to be guessed", async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await created()).sid));
    expect(new Set(ids).size).toBe(20);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}(?:\.|$)/);
  });
});

describe("a body", () => {
  test("without end is cut off, before login soon and after it at its limit", async () => {
    const line = await created();
    expect(
      await line.post(line.body(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${"A".repeat(100_000)}</auth>`)),
    ).toContain(ended("policy-violation"));
    const mallory = await enter();
    const huge = mallory.line
      .post(mallory.line.body(`<message>${"x".repeat(20_000_000)}</message>`))
      .catch(() => "cut off");
    expect(await huge).toMatch(/policy-violation|cut off/);
    await siege.expectCalm();
  });

  test("that dribbles in is read all the same, and holds up nobody", async () => {
    const mallory = await enter();
    const body = mallory.line.body(PING);
    const socket = connect(siege.node.ports.http, "127.0.0.1");
    const head = `POST /http-bind HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
    for (const byte of head + body) socket.write(byte);
    await siege.expectCalm();
    await mallory.until("id='p'");
    socket.destroy();
  });

  test("that never comes takes nothing from others", async () => {
    const sockets = Array.from({ length: 500 }, () => {
      const socket = connect(siege.node.ports.http, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write("POST /http-bind HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n<body ");
      return socket;
    });
    await siege.expectCalm();
    await expectAnswer(await enter());
    for (const socket of sockets) socket.destroy();
  });

  test("for a script becomes no page", async () => {
    const { http } = siege.node.ports;
    const script = "<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>";
    const response = await fetch(`http://127.0.0.1:${http}/http-bind`, {
      method: "POST",
      body: `<body ${NS} rid='1' to='localhost' content='text/html'>${script}</body>`,
    });
    expect(response.headers.get("content-security-policy")).toContain("sandbox");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.text()).not.toContain("<script");
  });
});

describe("many sessions", () => {
  test("that nobody logs in to leave room for others", async () => {
    await Promise.all(Array.from({ length: 300 }, () => created()));
    await expectAnswer(await enter());
    await siege.expectCalm();
  });

  test("opened and left by one person are theirs alone", async () => {
    for (let i = 0; i < 10; i++) (await enter()).abort();
    await siege.expectCalm();
    await expectAnswer(await enter());
  });

  test("are not to be had by a page of another site", async () => {
    const { http } = siege.node.ports;
    const foreign = new BoshLine(http, { origin: "https://evil.example" });
    expect(await foreign.post(foreign.body("", CREATION))).toBe("");
  });
});
