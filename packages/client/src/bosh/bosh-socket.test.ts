import { serialize } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { FakeBosh } from "../testing/fake-bosh.ts";

const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' version='1.0'/>";
const CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const message = (body: string) => `<message xmlns='jabber:client'><body>${body}</body></message>`;
const ASK = "<r xmlns='urn:xmpp:sm:3'/>";

/** Bodies of the messages in a request. */
const bodiesIn = ({ body }: FakeBosh["last"]) => body.elements().map((element) => element.childText("body"));

describe("a session", () => {
  test("begins with a request of its own, and what follows waits for its answer", async () => {
    const bosh = new FakeBosh();
    bosh.socket.send(OPEN);
    await bosh.say(message("early"));
    expect(bosh.requests).toHaveLength(1);
    expect(serialize(bosh.last.body)).toMatch(
      /^<body xmlns='http:\/\/jabber.org\/protocol\/httpbind' rid='[1-9]\d*' to='example.com' ver='1.11' wait='60' hold='1' xml:lang='en' [^>]*version='1.0'\/>$/,
    );
    await bosh.last.answer("<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>", "sid='s'");
    expect(bosh.heard.map(({ name }) => name)).toEqual(["features"]);
    expect(bodiesIn(bosh.last)).toEqual(["early"]);
    expect(bosh.last.body.attr("sid")).toBe("s");
  });

  test("counts its requests up by one", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.say(message("one"));
    const rids = bosh.requests.map(({ body }) => Number(body.attr("rid")));
    expect(rids).toEqual(rids.map((_, index) => (rids[0] ?? 0) + index));
  });

  test("opens its stream again in a request without anything else", async () => {
    const bosh = await FakeBosh.opened();
    bosh.socket.send(message("before"));
    bosh.socket.send(OPEN);
    await bosh.say(message("behind"));
    expect(bodiesIn(bosh.last)).toEqual(["before"]);
    await bosh.requests.at(-2)?.answer();
    expect(bosh.last.body.attr("{urn:xmpp:xbosh}restart")).toBe("true");
    expect(bosh.last.body.children).toEqual([]);
    await bosh.requests.at(-2)?.answer();
    expect(bodiesIn(bosh.last)).toEqual(["behind"]);
  });

  test("puts together what is said in one go", async () => {
    const bosh = await FakeBosh.opened();
    for (const body of ["one", "two"]) bosh.socket.send(message(body));
    await bosh.say(message("three"));
    expect(bodiesIn(bosh.last)).toEqual(["one", "two", "three"]);
  });

  test("has no more requests under way than it may, and sends the rest with the next", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.say(message("one"));
    await bosh.say(message("two"));
    await bosh.say(message("three"));
    expect(bosh.requests).toHaveLength(3);
    await bosh.requests[1]?.answer();
    expect(bodiesIn(bosh.last)).toEqual(["two", "three"]);
  });

  test("hears answers in the order of its requests", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.say(message("one"));
    await bosh.requests[2]?.answer(message("second"));
    expect(bosh.heard).toHaveLength(1);
    await bosh.requests[1]?.answer(message("first"));
    expect(bosh.heard.slice(1).map((element) => element.childText("body"))).toEqual(["first", "second"]);
  });

  test("ends with a last request, also when the page is left, which takes along what was not sent", async () => {
    const bosh = await FakeBosh.opened();
    bosh.socket.send(message("last"));
    bosh.socket.send(CLOSE);
    bosh.socket.close();
    expect([bosh.last.body.attr("type"), bosh.last.isKept, bodiesIn(bosh.last)]).toEqual(["terminate", true, ["last"]]);
    await bosh.last.answer("", "type='terminate'");
    expect(bosh.ends).toEqual([]);
  });

  test("that is let go of says nothing, so that it can be resumed", async () => {
    const bosh = await FakeBosh.opened();
    bosh.socket.close();
    expect([bosh.requests.length, bosh.last.isAborted]).toEqual([2, true]);
    await bosh.say(message("too late"));
    await bosh.pass(100_000);
    expect([bosh.requests.length, bosh.ends]).toEqual([2, []]);
  });
});

describe("the end", () => {
  test.each(["item-not-found", "other-request", "bad-request", "remote-connection-failed"])(
    "by %s is a broken line",
    async (condition) => {
      const bosh = await FakeBosh.opened();
      await bosh.last.answer("", `type='terminate' condition='${condition}'`);
      expect([bosh.heard.length, bosh.ends]).toEqual([1, ["closed"]]);
    },
  );

  test.each(["host-unknown", "policy-violation", "system-shutdown"])(
    "by %s is an error of the stream",
    async (condition) => {
      const bosh = await FakeBosh.opened();
      await bosh.last.answer("", `type='terminate' condition='${condition}'`);
      expect(serialize(bosh.heard[1] ?? bosh.last.body)).toContain(`<${condition} `);
      expect(bosh.ends).toEqual(["closed"]);
    },
  );

  test("for another request's sake is explained by that one", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.say(message("too long"));
    await bosh.requests[1]?.answer("", "type='terminate' condition='other-request'");
    expect(bosh.ends).toEqual([]);
    await bosh.last.answer("", "type='terminate' condition='policy-violation'");
    expect(serialize(bosh.heard[1] ?? bosh.last.body)).toContain("<policy-violation ");
    expect(bosh.ends).toEqual(["closed"]);
  });

  test("by an error of the stream comes behind what was still to be said", async () => {
    const bosh = await FakeBosh.opened();
    const error =
      "<error xmlns='http://etherx.jabber.org/streams'><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>";
    await bosh.last.answer(`${message("last")}${error}`, "type='terminate' condition='remote-stream-error'");
    expect(bosh.heard.map(({ name }) => name)).toEqual(["features", "message", "error"]);
  });

  test("leads elsewhere, as a WebSocket would", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.last.answer("<uri>https://two.example/http-bind</uri>", "type='terminate' condition='see-other-uri'");
    expect(serialize(bosh.heard[1] ?? bosh.last.body)).toBe(
      "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='https://two.example/http-bind'/>",
    );
  });

  test("comes before the beginning where nobody is", async () => {
    const bosh = new FakeBosh();
    await bosh.say(OPEN);
    await bosh.last.fail();
    expect(bosh.ends).toEqual(["never opened"]);
  });

  test.each([
    ["a page", 200, "<!doctype html><title>Welcome to our hotel</title>"],
    ["a refusal", 403, ""],
    ["another protocol", 200, "<html xmlns='http://www.w3.org/1999/xhtml'/>"],
  ])("comes before the beginning where %s answers", async (_, code, text) => {
    const bosh = new FakeBosh();
    await bosh.say(OPEN);
    await bosh.last.status(code, text);
    expect(bosh.ends).toEqual(["never opened"]);
  });
});

describe("a line that breaks", () => {
  test("is tried again with the same request", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.say(message("one"));
    await bosh.last.fail();
    await bosh.pass(500);
    expect(serialize(bosh.last.body)).toBe(serialize((bosh.requests.at(-2) ?? bosh.last).body));
    await bosh.last.answer(message("answer"));
    expect(bosh.ends).toEqual([]);
  });

  test("is tried again at once after it was held for long", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.pass(25_000);
    await bosh.last.status(504);
    expect(bosh.requests).toHaveLength(3);
    expect(bosh.last.body.attr("rid")).toBe(bosh.requests[1]?.body.attr("rid"));
  });

  test("is tried again at once when there is something to say", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.last.fail();
    await bosh.say(message("one"));
    expect(bosh.requests.slice(2).map(({ body }) => body.attr("rid"))).toEqual([
      bosh.requests[1]?.body.attr("rid"),
      String(Number(bosh.requests[1]?.body.attr("rid")) + 1),
    ]);
  });

  test("again and again is given up", async () => {
    const bosh = await FakeBosh.opened();
    for (let failed = 0; bosh.ends.length === 0; await bosh.pass(100)) {
      if (bosh.requests.length === failed) continue;
      failed = bosh.requests.length;
      await bosh.last.fail();
    }
    expect(bosh.ends).toEqual(["closed"]);
    expect(bosh.requests.length).toBeLessThan(10);
  });

  test("is given up at once where the server wants none of it", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.last.status(404);
    expect(bosh.ends).toEqual(["closed"]);
  });

  test("without a word is noticed when an answer is long overdue", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.pass(75_000);
    expect(bosh.requests[1]?.isAborted).toBe(true);
    expect(bosh.last.body.attr("rid")).toBe(bosh.requests[1]?.body.attr("rid"));
  });

  test("on the server's side too is tried again when it asks for that", async () => {
    const bosh = await FakeBosh.opened();
    await bosh.last.answer("", "type='error'");
    await bosh.pass(500);
    expect(bosh.last.body.attr("rid")).toBe(bosh.requests[1]?.body.attr("rid"));
  });
});

describe("asking", () => {
  test("goes on at once where requests are held", async () => {
    const bosh = await FakeBosh.opened();
    for (let i = 0; i < 5; i++) {
      await bosh.pass(60_000);
      await bosh.last.answer();
    }
    expect(bosh.requests).toHaveLength(7);
  });

  test("goes on at once after a request that had to make way for another", async () => {
    const bosh = await FakeBosh.opened();
    for (let i = 0; i < 5; i++) {
      await bosh.say(message("?"));
      await bosh.requests.at(-2)?.answer();
      await bosh.last.answer(message("!"));
    }
    expect(bosh.requests.at(-1)?.body.children).toEqual([]);
    expect(bosh.requests.at(-2)?.body.children).toHaveLength(1);
  });

  /** How long it takes until the next poll, s. */
  async function pause(bosh: FakeBosh): Promise<number> {
    const { length } = bosh.requests;
    await bosh.last.answer();
    for (let seconds = 0; seconds < 60; seconds++) {
      if (bosh.requests.length > length) return seconds;
      await bosh.pass(1_000);
    }
    return Number.POSITIVE_INFINITY;
  }

  test.each([
    ["one server does not hold", "wait='60' hold='0' requests='1' polling='1' inactivity='120'"],
    ["some proxy sends back early", "wait='60' hold='1' requests='2' polling='1' inactivity='120'"],
  ])("is slower the longer it is quiet, where %s requests", async (_, terms) => {
    const bosh = await FakeBosh.opened(terms);
    // The first ones show how it is.
    if (bosh.requests.length === 1) await bosh.pass(1_000);
    else await bosh.last.answer();
    const pauses: number[] = [];
    for (let i = 0; i < 100; i++) pauses.push(await pause(bosh));
    expect([...new Set(pauses)]).toEqual([1, 2, 5, 15, 30]);
    await bosh.last.answer();
    await bosh.say(message("is anybody there?"));
    expect(bosh.last.body.children).toHaveLength(1);
    expect(await pause(bosh)).toBe(1);
  });

  test("is not made faster by asking whether the other end is there", async () => {
    const bosh = await FakeBosh.opened("wait='60' hold='0' requests='1' inactivity='120'");
    for (let i = 0; i < 100; i++) await pause(bosh);
    await bosh.last.answer();
    await bosh.say(ASK);
    expect(await pause(bosh)).toBe(30);
  });

  test("is no slower than the server lets us be silent, and no faster than it wants", async () => {
    const bosh = await FakeBosh.opened("hold='0' requests='1' polling='3' inactivity='20'");
    const pauses: number[] = [];
    await bosh.pass(3_000);
    for (let i = 0; i < 100; i++) pauses.push(await pause(bosh));
    expect([...new Set(pauses)]).toEqual([3, 5, 10]);
  });
});
