import { tokenResponse } from "@yonder/protocol";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { BOUND, FEATURES, Line, STREAM, TOKEN } from "../testing/fake-guest-line.ts";
import { GuestTalk } from "./guest-talk.ts";

let lines: Line[];
let kept: string | undefined;
let clock: FakeClock;

beforeEach(() => {
  lines = [];
  kept = undefined;
  clock = new FakeClock();
});

function open(contact = "bob@example.com"): GuestTalk {
  return new GuestTalk({
    contact,
    domain: "guest.example.com",
    locate: async () => ["wss://example.com"],
    store: {
      read: () => kept,
      write: (text) => {
        kept = text;
      },
    },
    onChange: () => {},
    clock,
    random: () => 0.5,
    socket: () => {
      const line = new Line();
      lines.push(line);
      return line;
    },
  });
}

/** Enough turns for whatever is under way. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** The newest connection, once the guest has said who they are. */
async function arrives(): Promise<Line> {
  await settle();
  const line = lines.at(-1);
  if (!line) throw new Error("nobody came");
  line.onopen?.();
  line.says(FEATURES);
  await vi.waitFor(() => expect(line.got("authenticate")).toHaveLength(1));
  return line;
}

async function welcome(line: Line, inside = BOUND + TOKEN): Promise<void> {
  const id = "<authorization-identifier>g1@guest.example.com/web</authorization-identifier>";
  line.says(`<success xmlns='urn:xmpp:sasl:2'>${id}${inside}</success>`);
  await settle();
}

async function begun(contact?: string): Promise<{ talk: GuestTalk; line: Line }> {
  const talk = open(contact);
  talk.begin("Jonas", "Hello");
  const line = await arrives();
  await welcome(line);
  return { talk, line };
}

function fromBob(id: string, inside: string): string {
  return `<message xmlns='jabber:client' from='bob@example.com/phone' id='${id}' type='chat'>${inside}</message>`;
}

describe("a guest's conversation", () => {
  test("asks nobody and keeps nothing before the first word", async () => {
    open();
    await settle();
    expect(lines).toEqual([]);
    expect(kept).toBe(undefined);
  });

  test("comes in without an account, and says the guest's name with the first word", async () => {
    const { talk, line } = await begun();
    expect(line.got("authenticate")[0]?.attr("mechanism")).toBe("ANONYMOUS");
    const [message] = line.got("message");
    expect(message?.childText("body")).toBe("Hello");
    expect(message?.childText("nick", "http://jabber.org/protocol/nick")).toBe("Jonas");
    expect(talk.messages).toMatchObject([{ body: "Hello", state: "waiting" }]);
    line.says("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    await settle();
    expect(talk.messages).toMatchObject([{ state: "stored" }]);
  });

  test("shows what comes from them alone, and once", async () => {
    const { talk, line } = await begun();
    line.says(fromBob("m1", "<body>Hi</body>"));
    line.says(fromBob("m1", "<body>Hi</body>"));
    line.says(fromBob("m2", "<body>Hi there</body>").replaceAll("bob@", "mallory@"));
    line.says(fromBob("m3", "<replace xmlns='urn:xmpp:message-correct:0' id='m1'/><body>Hi!</body>"));
    await settle();
    expect(talk.messages.map(({ body }) => body)).toEqual(["Hello", "Hi!"]);
  });

  test("comes back as the same guest after a reload, and sends what the server may not have", async () => {
    const { line } = await begun();
    const [first] = line.got("message");
    const agent = line.got("authenticate")[0]?.child("user-agent", "urn:xmpp:sasl:2")?.attr("id");
    const talk = open();
    const next = await arrives();
    const [back] = next.got("authenticate");
    expect(back?.attr("mechanism")).toBe("HT-SHA-256-NONE");
    const response = await tokenResponse("g1", "secret-token:guest-1");
    expect(back?.childText("initial-response")).toBe(response);
    expect(back?.child("user-agent", "urn:xmpp:sasl:2")?.attr("id")).toBe(agent);
    expect(back?.child("resume", "urn:xmpp:sm:3")?.attr("previd")).toBe("sm-1");
    await welcome(next);
    expect(next.got("message").map((message) => message.attr("id"))).toEqual([first?.attr("id")]);
    expect(talk.messages).toHaveLength(1);
  });

  test("goes on where the connection broke, with nothing doubled", async () => {
    const { talk, line } = await begun();
    line.onclose?.();
    talk.send("Still there?");
    clock.advance(1_000);
    const next = await arrives();
    await welcome(next, "<resumed xmlns='urn:xmpp:sm:3' previd='sm-1' h='1'/>");
    expect(talk.messages.map(({ state }) => state)).toEqual(["stored", "waiting"]);
    expect(next.got("message").map((message) => message.childText("body"))).toEqual(["Still there?"]);
  });

  const forgets = async (line: Line) => {
    line.says("<failure xmlns='urn:xmpp:sasl:2'><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>");
    await settle();
  };

  test("is over when the server knows the guest no more, and another one begins when that is wanted", async () => {
    const { line } = await begun();
    line.says("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    await settle();
    const talk = open();
    talk.send("Still there?");
    await forgets(await arrives());
    expect(talk.isOver).toBe(true);
    expect(talk.messages.map(({ body }) => body)).toEqual(["Hello", "Still there?"]);
    clock.advance(1_000);
    talk.check();
    await settle();
    const again = open();
    await settle();
    expect(lines).toHaveLength(2);
    expect(again.isOver).toBe(true);
    again.beginAgain();
    const next = await arrives();
    expect(next.got("authenticate")[0]?.attr("mechanism")).toBe("ANONYMOUS");
    await welcome(next);
    expect(again.isOver).toBe(false);
    expect(again.messages.map(({ body }) => body)).toEqual(["Still there?"]);
    expect(next.got("message").map((message) => message.childText("nick", "http://jabber.org/protocol/nick"))).toEqual([
      "Jonas",
    ]);
  });

  test("goes on with the token that another tab was given meanwhile", async () => {
    const { talk, line } = await begun();
    kept = kept?.replace("secret-token:guest-1", "secret-token:guest-2");
    line.onclose?.();
    clock.advance(1_000);
    await forgets(await arrives());
    const next = await arrives();
    const response = next.got("authenticate")[0]?.childText("initial-response");
    expect(response).toBe(await tokenResponse("g1", "secret-token:guest-2"));
    await welcome(next);
    expect(talk.isOver).toBe(false);
  });

  test("says what was refused, and sends it again when asked to", async () => {
    const { talk, line } = await begun();
    const id = talk.messages[0]?.id ?? "";
    const error = "<error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    line.says(fromBob(id, error).replace("'chat'", "'error'"));
    line.says("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    await settle();
    expect(talk.messages).toMatchObject([{ state: "failed", error: "resource-constraint" }]);
    talk.retry(id);
    expect(line.got("message").map((message) => message.attr("id"))).toEqual([id, id]);
  });

  test("waits while another tab has it, until it is wanted here", async () => {
    const { talk, line } = await begun();
    line.says(`<stream:error ${STREAM}><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>`);
    await settle();
    clock.advance(60_000);
    expect(talk.connection).toEqual({ kind: "refused", reason: "conflict" });
    expect(lines).toHaveLength(1);
    talk.check();
    await settle();
    expect(lines).toHaveLength(2);
  });

  test("asks what was said to the guest while they were away, and shows it once, with its time", async () => {
    const { line } = await begun();
    line.says(fromBob("m1", "<body>Hi</body>"));
    line.says("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    await settle();
    const talk = open();
    const next = await arrives();
    await welcome(next);
    expect(next.got("iq").map((iq) => [iq.attr("to"), iq.child("back", "urn:yonder:guest:0")?.name])).toEqual([
      ["bob@example.com", "back"],
    ]);
    const delay = "<delay xmlns='urn:xmpp:delay' from='example.com' stamp='2026-11-22T10:00:00Z'/>";
    next.says(fromBob("m1", `<body>Hi</body>${delay}`));
    next.says(fromBob("m2", `<body>Are you back?</body>${delay}`));
    await settle();
    expect(talk.messages.map(({ body }) => body)).toEqual(["Hello", "Hi", "Are you back?"]);
    expect(talk.messages.at(-1)?.at).toBe(Date.UTC(2026, 10, 22, 10));
  });

  test("has several people at the other end of some links, of whom one may take something back", async () => {
    const { talk, line } = await begun("shop@guest.example.com");
    const says = (id: string, inside: string) =>
      line.says(
        `<message xmlns='jabber:client' from='shop@guest.example.com/Katja' id='${id}' type='chat'>${inside}</message>`,
      );
    says("m1", "<body>Hi</body><stanza-id xmlns='urn:xmpp:sid:0' by='room' id='s1'/>");
    says("m2", "<body>Wrong window</body><stanza-id xmlns='urn:xmpp:sid:0' by='room' id='s2'/>");
    says("m3", "<retract xmlns='urn:xmpp:message-retract:1' id='s2'/><body>taken back</body>");
    line.says("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    await settle();
    expect(talk.messages.map(({ author, body }) => [author, body])).toEqual([
      [undefined, "Hello"],
      ["Katja", "Hi"],
      ["Katja", ""],
    ]);
    for (let i = 0; i < 12; i++) {
      clock.advance(10_000);
      line.says("<a xmlns='urn:xmpp:sm:3' h='1'/>");
      await settle();
    }
    expect(line.got("iq").map((iq) => iq.attr("to"))).toEqual(["shop@guest.example.com"]);
  });

  test("is forgotten when it is ended", async () => {
    const { talk, line } = await begun();
    talk.end();
    expect(line.isClosed).toBe(true);
    expect(kept).toBe(undefined);
    expect(talk.isOpen).toBe(false);
    clock.advance(60_000);
    await settle();
    expect(lines).toHaveLength(1);
  });
});
