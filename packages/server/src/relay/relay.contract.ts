import { type Element, NS, parseElement, serialize, xml } from "@yonder/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Envelope, Outcome, Receiver, Relay } from "./relay.ts";

/** Two ends of a relay, which may be the same one. */
export interface Ends {
  readonly source: Relay;
  readonly sourceNode: string;
  readonly target: Relay;
  readonly targetNode: string;
}

const greeting = (id: string): Element =>
  xml(
    "message",
    NS.client,
    { id, from: "alice@localhost/web", to: "bob@localhost" },
    xml("body", NS.client, null, "hi"),
  );

export const envelope = (id: string): Envelope => ({
  version: 1,
  to: "bob@localhost",
  deliveries: [{ kind: "deliver", resource: "phone" }],
  stanza: greeting(id),
});

const delivered: Outcome = { kind: "delivered", sessions: 1 };
const notTaken: Outcome = { kind: "unknown", isCertain: true };

/** What every relay must do; run by the tests of each implementation. */
export function relayContract(open: (receive: Receiver) => Promise<Ends>): void {
  let ends: Ends;
  let received: Envelope[];
  let receive: Receiver;

  beforeEach(async () => {
    received = [];
    receive = () => delivered;
    ends = await open((it, from) => {
      received.push(it);
      return receive(it, from);
    });
  });

  afterEach(async () => {
    await ends.source.stop();
    await ends.target.stop();
  });

  const send = (it: Envelope): Promise<Outcome> => Promise.resolve(ends.source.send(ends.targetNode, it));
  const ids = (): (string | undefined)[] => received.map(({ stanza }) => stanza.attr("id"));

  describe("envelopes", () => {
    test("arrive whole", async () => {
      const sent: Envelope = {
        ...envelope("a"),
        deliveries: [
          { kind: "deliver", resource: "phone" },
          { kind: "carbon-received", resource: 'a "desk" in Zürich' },
          { kind: "carbon-sent", resource: "tablet\n" },
        ],
        archiveId: 7,
        after: 6,
        reachedTo: { user: "alice@localhost", id: "a" },
      };
      await send(sent);
      expect(received.map(plain)).toEqual([plain(sent)]);
    });

    test("tell which node sent them", async () => {
      receive = (_, from) => ({ kind: "delivered", sessions: from === ends.sourceNode ? 1 : 0 });
      expect(await send(envelope("a"))).toEqual(delivered);
    });

    test("arrive without what they do not have", async () => {
      await send(envelope("a"));
      expect(received.map(plain)).toEqual([plain(envelope("a"))]);
    });

    test("arrive as signals, for no session", async () => {
      const signal: Envelope = { ...envelope("a"), deliveries: [], isSignal: true };
      await send(signal);
      expect(received.map(plain)).toEqual([plain(signal)]);
    });

    test("arrive though they are for no session: then the node learns that the message exists", async () => {
      await send({ ...envelope("a"), deliveries: [], archiveId: 8, after: 0 });
      expect(received).toMatchObject([{ deliveries: [], archiveId: 8, after: 0 }]);
    });

    test.each([
      "<message><body>line one\nline two &amp; &lt;more&gt; ]]&gt; “日本語” 🙂</body></message>",
      "<presence/>",
      "<iq type='result' id='&apos;&quot;'/>",
      "<message xml:lang='de' xmlns:p='urn:p' p:a='1'><p:x><y xmlns='' p:b='2'/></p:x></message>",
      `<message><body>${"long ".repeat(50_000)}</body></message>`,
    ])("keep their stanza: %.60s", async (text) => {
      const stanza = parseElement(text, { maxStanzaBytes: 1_000_000 }, NS.client);
      await send({ ...envelope("a"), stanza });
      expect(serialize(received[0]?.stanza ?? greeting("none"))).toBe(serialize(stanza));
    });

    test("of one turn arrive in the order they were sent", async () => {
      const sent = Array.from({ length: 1_000 }, (_, i) => String(i));
      await Promise.all(sent.map((id) => send(envelope(id))));
      expect(ids()).toEqual(sent);
    });

    test("of many turns arrive in the order they were sent", async () => {
      const sent = Array.from({ length: 300 }, (_, i) => String(i));
      const outcomes: Promise<Outcome>[] = [];
      for (const id of sent) {
        outcomes.push(send(envelope(id)));
        if (outcomes.length % 3 === 0) await turn();
      }
      await Promise.all(outcomes);
      expect(ids()).toEqual(sent);
    });

    test("arrive in order though the receiver takes its time over some", async () => {
      receive = async ({ stanza }) => {
        if (stanza.attr("id") === "0") await turn();
        return delivered;
      };
      const sent = ["0", "1", "2"];
      await Promise.all(sent.map((id) => send(envelope(id))));
      expect(ids()).toEqual(sent);
    });
  });

  describe("an outcome", () => {
    test.each<Outcome>([
      { kind: "delivered", sessions: 0 },
      { kind: "delivered", sessions: 3 },
      { kind: "none-here" },
      { kind: "unknown", isCertain: true },
      { kind: "unknown", isCertain: false },
    ])("comes back: %o", async (outcome) => {
      receive = () => outcome;
      expect(await send(envelope("at once"))).toEqual(outcome);
      receive = async () => outcome;
      expect(await send(envelope("later"))).toEqual(outcome);
    });

    test("belongs to its envelope, in whatever order they are known", async () => {
      const last = Promise.withResolvers<Outcome>();
      receive = ({ stanza }) => (stanza.attr("id") === "0" ? last.promise : { kind: "none-here" });
      const [first, ...others] = ["0", "1", "2"].map((id) => send(envelope(id)));
      expect(await Promise.all(others)).toEqual([{ kind: "none-here" }, { kind: "none-here" }]);
      last.resolve(delivered);
      expect(await first).toEqual(delivered);
    });

    test("is unknown for certain where nobody listens", async () => {
      expect(await ends.source.send("gone", envelope("a"))).toEqual(notTaken);
    });

    test("is unknown for certain once the relay is stopped", async () => {
      await ends.source.stop();
      expect(await send(envelope("a"))).toEqual(notTaken);
      expect(received).toEqual([]);
    });
  });

  describe("a question", () => {
    const ask = (topic: string, question: string, timeoutMs = 10_000): Promise<string | undefined> =>
      ends.source.ask(ends.targetNode, topic, question, timeoutMs);

    test("is answered by who answers its topic, and learns who asks", async () => {
      ends.target.answer("name", async (question, from) => `${question} from ${from}`);
      ends.target.answer("other", async () => "wrong");
      expect(await ask("name", "hello")).toBe(`hello from ${ends.sourceNode}`);
    });

    test("may be empty, as may its answer", async () => {
      ends.target.answer("echo", async (question) => question);
      expect(await ask("echo", "")).toBe("");
    });

    test("may be a mebibyte long, as may its answer", async () => {
      const text = "ü\n".repeat(2 ** 20 / 3);
      ends.target.answer("echo", async (question) => question);
      expect((await ask("echo", text)) === text).toBe(true);
    });

    test("gets its own answer, in whatever order they are given", async () => {
      const slow = Promise.withResolvers<string>();
      ends.target.answer("wait", () => slow.promise);
      ends.target.answer("echo", async (question) => question);
      const first = ask("wait", "?");
      expect(await ask("echo", "second")).toBe("second");
      slow.resolve("first");
      expect(await first).toBe("first");
    });

    test("has no answer where nobody answers its topic", async () => {
      expect(await ask("nothing", "?")).toBeUndefined();
    });

    test("has no answer when who answers fails", async () => {
      ends.target.answer("rejects", () => Promise.reject(new Error("no")));
      ends.target.answer("throws", () => {
        throw new Error("no");
      });
      expect(await ask("rejects", "?")).toBeUndefined();
      expect(await ask("throws", "?")).toBeUndefined();
    });

    test("has no answer when it does not come in time", async () => {
      const late = Promise.withResolvers<string>();
      ends.target.answer("wait", () => late.promise);
      expect(await ask("wait", "?", 20)).toBeUndefined();
      late.resolve("answer");
    });

    test("has no answer where nobody listens, or once the relay is stopped", async () => {
      ends.target.answer("echo", async (question) => question);
      expect(await ends.source.ask("gone", "echo", "?", 10_000)).toBeUndefined();
      await ends.source.stop();
      expect(await ask("echo", "?")).toBeUndefined();
    });
  });
}

/** An envelope as values that can be compared. */
function plain({ stanza, ...rest }: Envelope): unknown {
  return { ...rest, stanza: serialize(stanza) };
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
