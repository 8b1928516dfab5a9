import { describe, expect, test } from "vitest";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, settle, signedIn, until } from "./testing/fixture.ts";
import { ALICE, afterHello, BOB, breakOff, last, react } from "./testing/hello.ts";

describe("a change of ours", () => {
  test("is shown at once and sent so that clients that do not know it show something sensible", async () => {
    const { fixture, engine } = await afterHello();
    const { key } = engine.send(BOB, "airlock\nyonder", { reply: "a1" });
    engine.edit(key, "window");
    engine.react("a1", "👍");
    await until(() => engine.history(BOB)[0]?.reactions?.[0]?.isOwn);
    engine.react("a1", "🎉");
    engine.remove(key);
    await until(() => last(engine)?.isRemoved);
    await settle();
    const sent = fixture.server.sent(/^<message/).map((each) => each.replaceAll(/ id='[\w-]{15,}'/g, " id='…'"));
    expect(sent).toEqual([
      expect.stringContaining(
        `<body>&gt; Hello\nairlock\nyonder</body><reply xmlns='urn:xmpp:reply:0' to='${BOB}' id='m1'/>` +
          "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='8'/></fallback>",
      ),
      expect.stringMatching(
        /<body>&gt; Hello\nwindow<\/body><reply .*<replace xmlns='urn:xmpp:message-correct:0' id='…'\/>/,
      ),
      expect.stringContaining(
        `${react("m1", "👍")}<origin-id xmlns='urn:xmpp:sid:0' id='…'/><store xmlns='urn:xmpp:hints'/>`,
      ),
      expect.stringContaining(react("m1", "👍", "🎉")),
      expect.stringMatching(/<body>\/me retracted .*<retract xmlns='urn:xmpp:message-retract:1' id='…'\/><fallback /),
    ]);
    expect(fixture.server.sent(new RegExp(`<re(place|tract) [^>]*id='${key}'`))).toHaveLength(2);
  });

  test("leaves before what is said after it, in the same moment", async () => {
    const { fixture, engine } = await afterHello();
    fixture.clock.advance(2_000);
    const { key } = engine.send(BOB, "one");
    await settle();
    engine.edit(key, "two");
    engine.send(BOB, "three");
    await settle();
    engine.react("a1", "👍");
    engine.send(BOB, "four");
    await settle();
    engine.react("a1", "🎉");
    engine.remove(key);
    engine.send(BOB, "five");
    await settle();
    expect(engine.history(BOB)[1]?.isRemoved).toBe(true);
    const sent = fixture.server.sent(/^<message/).map((each) => /<body>([^ <]*)|👍/.exec(each));
    expect(sent.map((found) => found?.[1] ?? found?.[0])).toEqual([
      "one",
      "two",
      "three",
      "👍",
      "four",
      "👍",
      "/me",
      "five",
    ]);
    expect(engine.history(BOB)[0]?.reactions?.map(({ emoji }) => emoji)).toEqual(["👍", "🎉"]);
  });

  test("that no server would take leaves the message as it is, and the words are not lost", async () => {
    const { fixture, engine } = await afterHello();
    const { key } = engine.send(BOB, "one");
    await until(() => last(engine)?.state === "stored");
    engine.edit(key, "z".repeat(300_000));
    await until(() => last(engine)?.state === "failed");
    expect(last(engine)).toMatchObject({ body: "z".repeat(300_000), error: "too-long" });
    expect(engine.history(BOB)[1]).toMatchObject({ key, body: "one", state: "stored" });
    expect(engine.history(BOB)[1]).not.toHaveProperty("isEdited");
    expect(fixture.server.sent(/zzz/)).toEqual([]);
  });

  test("made without a connection survives a reload and goes out once, in order", async () => {
    const fixture = createFixture();
    const [storage, tab] = [memoryStorage(), fixture.browser.tab()];
    const { engine } = await afterHello(fixture, { storage, ...tab });
    const { key } = engine.send(BOB, "one");
    await until(() => last(engine)?.state === "stored");
    await breakOff(engine, fixture);
    engine.edit(key, "two");
    await until(() => last(engine)?.body === "two");
    engine.send(BOB, "three");
    engine.react("a1", "👍");
    engine.react("a1", "🎉");
    engine.react("a1", "👍");
    engine.edit(key, "four");
    await settle();
    await engine.close();
    const before = fixture.server.received.length;
    const later = await signedIn(fixture, { storage });
    await later.openConversation(BOB);
    await settle();
    const sent = fixture.server.received.slice(before).filter((each) => each.startsWith("<message"));
    expect(sent.map((each) => /<body>(.*)<\/body>|<reaction>(.*)<\/reaction>/.exec(each)?.slice(1).join(""))).toEqual([
      "two",
      "three",
      "🎉",
      "four",
    ]);
    expect(later.history(BOB).map((each) => [each.body, each.isEdited, each.reactions?.[0]?.emoji])).toEqual([
      ["Hello", undefined, "🎉"],
      ["four", true, undefined],
      ["three", undefined, undefined],
    ]);
    expect(await storage.queue()).toEqual([]);
  });

  test("is known to our other devices, and counts less than what those do later", async () => {
    const fixture = createFixture();
    const here = await signedIn(fixture);
    const there = await signedIn(fixture);
    const { key } = here.send(BOB, "one");
    await until(() => last(there)?.body === "one");
    here.edit(key, "two");
    here.react(key, "👍");
    await until(() => last(there)?.body === "two" && last(there)?.reactions);
    there.edit(key, "three");
    there.react(key, "🎉");
    await until(() => last(here)?.body === "three" && last(here)?.reactions?.length === 2);
    here.remove(key);
    await until(() => last(there)?.isRemoved);
  });

  test("that is refused leaves the message as it was", async () => {
    const { fixture, engine } = await afterHello();
    const { key } = engine.send(BOB, "one");
    engine.react("a1", "👍");
    await settle();
    engine.react("a1", "🎉");
    engine.edit(key, "two");
    await settle();
    engine.edit(key, "three");
    engine.remove(key);
    await until(() => last(engine)?.isRemoved);
    await settle();
    const sent = fixture.server.sent(/^<message/).map((each) => / id='([^']+)'/.exec(each)?.[1]);
    const refuse = (id = "") =>
      fixture.server.push(
        `<message from='${BOB}' type='error' id='${id}'><error type='modify'><not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
      );
    refuse(sent.at(-1));
    const changed = () => engine.history(BOB).find((message) => message.key === key);
    await until(() => changed()?.body === "three");
    refuse(sent.at(-2));
    refuse(sent.at(-4));
    await until(() => changed()?.body === "two");
    expect(changed()).toMatchObject({ isEdited: true, state: "stored" });
    expect(last(engine)).toMatchObject({ body: "three", state: "failed", error: "not-acceptable" });
    engine.retry(last(engine)?.key ?? "");
    await until(() => last(engine)?.state === "stored");
    expect(fixture.server.sent(/<body>three/).at(-1)).not.toContain("replace");
    expect(engine.history(BOB)[0]?.reactions).toEqual([{ emoji: "👍", from: [ALICE], isOwn: true }]);
  });

  test("is not made to what is not ours, was removed or has no text", async () => {
    const { fixture, engine } = await afterHello();
    engine.edit("a1", "forged");
    engine.remove("a1");
    engine.edit("nothing", "x");
    const { key } = engine.send(BOB, "one");
    engine.edit(key, "  ");
    engine.edit(key, "one");
    engine.remove(key);
    await until(() => last(engine)?.isRemoved);
    engine.edit(key, "two");
    engine.react(key, "👍");
    await settle();
    expect(fixture.server.sent(/replace|reactions/)).toEqual([]);
    expect(engine.history(BOB)[0]?.body).toBe("Hello");
  });
});
