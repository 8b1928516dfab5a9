import { describe, expect, test } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, Reports, settle, signedIn, until } from "../testing/fixture.ts";
import {
  ALICE,
  afterHello,
  archived,
  at,
  BOB,
  body,
  last,
  own,
  react,
  replace,
  retract,
  sentElsewhere,
  stanza,
} from "../testing/hello.ts";

describe("a message of theirs", () => {
  test("is written anew by them, without becoming unread again or being announced", async () => {
    const { fixture, engine } = await afterHello();
    engine.markRead(BOB);
    const reports = new Reports(engine);
    fixture.server.push(stanza("m2", replace("m1", "Hello Alice") + archived("a2")));
    fixture.server.push(stanza("m3", replace("m1", "Dear Alice") + archived("a3")));
    fixture.server.push(stanza("m2", replace("m1", "Hello Alice") + archived("a2")));
    await until(() => last(engine)?.body === "Dear Alice");
    await settle();
    expect(engine.history(BOB)).toMatchObject([{ key: "a1", body: "Dear Alice", isEdited: true }]);
    expect(engine.conversations[0]?.unread).toBe(0);
    expect(reports.of("incoming")).toEqual([]);
  });

  test("is removed by them, and there is nothing left to be read", async () => {
    const { fixture, engine } = await afterHello();
    expect(engine.conversations[0]?.unread).toBe(1);
    fixture.server.push(stanza("m2", retract("m1")));
    await until(() => last(engine)?.isRemoved);
    expect(engine.history(BOB)).toMatchObject([{ key: "a1", body: "", isRemoved: true }]);
    expect(engine.conversations[0]?.unread).toBe(0);
    fixture.server.push(stanza("m3", replace("m1", "still here")));
    fixture.server.push(stanza("m4", react("m1", "👍")));
    await settle();
    expect(engine.history(BOB)).toEqual([expect.not.objectContaining({ reactions: expect.anything() })]);
    expect(last(engine)).toMatchObject({ body: "", isRemoved: true });
  });

  test("has reactions of both sides, from any of our devices", async () => {
    const { fixture, engine } = await afterHello();
    fixture.server.push(stanza("r1", react("m1", "👍", "🎉")));
    fixture.server.push(sentElsewhere(own("r2", react("m1", "🎉"))));
    await until(() => last(engine)?.reactions?.[0]?.from.length === 2);
    expect(last(engine)?.reactions).toEqual([
      { emoji: "🎉", from: [BOB, ALICE], isOwn: true },
      { emoji: "👍", from: [BOB], isOwn: false },
    ]);
    expect(engine.conversations[0]?.unread).toBe(1);
  });

  test("is changed by nobody else, and by nobody in another conversation", async () => {
    const { fixture, engine } = await afterHello();
    const mallory = "mallory@example.com/x";
    fixture.server.push(stanza("x0", body("Hi"), mallory));
    const { id } = engine.send(BOB, "mine");
    await settle();
    for (const [n, inner] of [replace("m1", "forged"), retract("m1"), react("m1", "👎")].entries())
      fixture.server.push(stanza(`x${n + 1}`, inner, mallory));
    for (const [n, inner] of [replace(id, "forged"), retract(id), `${body("forged")}${retract(id)}`].entries())
      fixture.server.push(stanza(`y${n}`, inner));
    fixture.server.push(sentElsewhere(own("z1", replace("m1", "forged"))));
    await settle();
    expect(engine.history(BOB).map(({ body: text, isEdited }) => [text, isEdited])).toEqual([
      ["Hello", undefined],
      ["mine", undefined],
    ]);
    expect(engine.history(BOB).flatMap(({ reactions }) => reactions ?? [])).toEqual([]);
  });

  test("that was corrected is meant by the id of its correction too", async () => {
    const { fixture, engine } = await afterHello();
    fixture.server.push(stanza("m2", replace("m1", "second")));
    fixture.server.push(stanza("m3", replace("m2", "third")));
    fixture.server.push(sentElsewhere(own("r1", react("m2", "👍"))));
    await until(() => last(engine)?.reactions?.length === 1);
    expect(engine.history(BOB)).toMatchObject([{ body: "third", isEdited: true }]);
  });

  test("with an id that was there before does not take the other one's place", async () => {
    const { fixture, engine } = await afterHello();
    fixture.server.push(stanza("m1", body("Impostor") + archived("a2")));
    await until(() => last(engine)?.body === "Impostor");
    fixture.server.push(stanza("m2", replace("m1", "Hello Alice")));
    await until(() => engine.history(BOB)[0]?.body === "Hello Alice");
  });
});

describe("what changes a message that is not known yet", () => {
  test("waits for it, over a reload, until it is paged in from the archive", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    fixture.server.keep("a1", at(0), stanza("m1", body("airlock")));
    fixture.server.keep("a2", at(1), stanza("m2", body("secret")));
    for (let n = 0; n < 100; n++) fixture.server.keep(`b${n}`, at(2), stanza(`n${n}`, body(`${n}`)));
    fixture.server.keep("c1", at(5), stanza("e1", replace("m1", "window")));
    fixture.server.keep("c2", at(5), stanza("e2", retract("m2")));
    fixture.server.keep("c3", at(5), own("e3", react("m1", "👍")));
    const engine = await signedIn(fixture, { storage });
    await until(() => last(engine)?.body === "99");
    await engine.close();
    const later = await signedIn(fixture, { storage });
    await later.openConversation(BOB);
    while (await later.loadOlder(BOB));
    expect(later.history(BOB).slice(0, 2)).toMatchObject([
      { body: "window", isEdited: true, reactions: [{ emoji: "👍", isOwn: true }] },
      { body: "", isRemoved: true },
    ]);
    expect(later.history(BOB)).toHaveLength(102);
  });

  test("and that the archive does not have, is shown as a message of its own", async () => {
    const { fixture, engine } = await afterHello();
    await engine.loadOlder(BOB);
    fixture.server.push(stanza("m9", replace("lost", "What I meant") + archived("a9")));
    await until(() => last(engine)?.body === "What I meant");
    expect(last(engine)).toMatchObject({ isEdited: true });
  });

  test("is heard from nobody with whom we never spoke", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(stanza("r1", react("m1", "👍"), "mallory@example.com/x"));
    fixture.server.push(stanza("r2", replace("m1", "Hi"), "mallory@example.com/x"));
    await settle();
    expect(engine.conversations).toEqual([]);
  });

  test("leaves a tombstone where the archive has one", async () => {
    const fixture = createFixture();
    fixture.server.keep("a1", at(0), stanza("m1", "<retracted xmlns='urn:xmpp:message-retract:1' id='e1'/>"));
    fixture.server.keep("a2", at(1), stanza("m2", body("Hi")));
    const engine = await signedIn(fixture);
    await until(() => last(engine)?.body === "Hi");
    await engine.openConversation(BOB);
    expect(engine.history(BOB)).toMatchObject([{ body: "", isRemoved: true }, { body: "Hi" }]);
    expect(engine.conversations[0]?.unread).toBe(1);
  });
});

describe("a reply", () => {
  test("quotes the message that it answers as we have it, not as the sender says", async () => {
    const { fixture, engine } = await afterHello();
    const fallback =
      "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='9'/></fallback>";
    const reply = (id: string) => `<reply xmlns='urn:xmpp:reply:0' to='${BOB}/x' id='${id}'/>`;
    fixture.server.push(stanza("m2", `${body("&gt; forged\nYes")}${reply("m1")}${fallback}`));
    await until(() => last(engine)?.body === "Yes");
    expect(last(engine)?.reply).toEqual({ id: "m1", key: "a1", author: BOB, body: "Hello" });
    fixture.server.push(stanza("m3", `${body("&gt; earlier\nNo")}${reply("m0")}${fallback}`));
    await until(() => last(engine)?.body === "No");
    expect(last(engine)?.reply).toEqual({ id: "m0", author: BOB, body: "earlier" });
  });
});
