import { describe, expect, test } from "vitest";
import { createFixture, isOnline, settle, signedIn, until } from "../testing/fixture.ts";
import {
  asked,
  bookmark,
  entered,
  inside,
  joins,
  presence,
  ROOM,
  refusal,
  said,
  texts,
} from "../testing/group-fixture.ts";

describe("the way into a group", () => {
  test("is told by our own account, and by nobody else in its name", async () => {
    const { fixture, engine } = await inside();
    const event = (from: string, content: string) =>
      bookmark(content).replace("from='alice@example.com' type='headline'", `from='${from}' type='groupchat'`);
    for (const from of [`${ROOM}/bob`, "mallory@evil.example/x", ROOM]) {
      fixture.server.push(event(from, entered.replace(ROOM, "trap@evil.example")));
      fixture.server.push(event(from, `<retract id='${ROOM}'/>`));
    }
    await settle();
    expect(engine.conversations.map(({ peer }) => peer)).toEqual([ROOM]);
    expect(engine.groups.get(ROOM)?.state.kind).toBe("in");
    expect(fixture.server.sent(/trap@evil/)).toEqual([]);
  });

  test("is taken when a bookmark says so, on whatever device that was set, and left with it", async () => {
    const { fixture, engine } = await inside();
    expect(engine.conversations[0]).toMatchObject({ peer: ROOM, kind: "group", name: "Hill", isStranger: false });
    expect(engine.groups.get(ROOM)?.members.map(({ nick, address, isOwn }) => [nick, address, isOwn])).toEqual([
      ["alice", "alice@example.com", true],
      ["bob", "bob@example.com", false],
    ]);
    fixture.server.push(bookmark(`<retract id='${ROOM}'/>`));
    await until(() => engine.conversations.length === 0);
    expect(fixture.server.sent(/<presence [^>]*to='hill@rooms[^>]*type='unavailable'/)).toHaveLength(1);
  });

  test("is taken under another name while somebody has ours", async () => {
    const { fixture, engine } = await asked();
    fixture.server.push(refusal("conflict"));
    await until(() => joins(fixture).length === 2);
    expect(joins(fixture)[1]).toContain(`${ROOM}/alice 2`);
    fixture.server.push(presence({ nick: "alice 2", codes: [110] }));
    await until(() => engine.groups.get(ROOM)?.nick === "alice 2");
  });

  test.for([
    ["registration-required", "members-only"],
    ["forbidden", "banned"],
    ["not-authorized", "password"],
    ["item-not-found", "gone"],
  ] as const)("ends where the group wants nobody: %s", async ([condition, reason]) => {
    const { fixture, engine } = await asked();
    fixture.server.push(refusal(condition));
    await until(() => engine.groups.get(ROOM)?.state.kind === "out");
    expect(engine.groups.get(ROOM)?.state).toEqual({ kind: "out", reason });
    fixture.clock.advance(3_600_000);
    await settle();
    expect(joins(fixture)).toHaveLength(1);
  });

  test("does not make a group anew that was destroyed while we were away", async () => {
    const { fixture, engine } = await asked();
    fixture.server.push(presence({ codes: [110, 201] }));
    await until(() => engine.groups.get(ROOM)?.state.kind === "out");
    expect(engine.groups.get(ROOM)?.state).toEqual({ kind: "out", reason: "gone" });
    expect(fixture.server.sent(/muc#owner.*type='cancel'/)).toHaveLength(1);
  });

  test("is taken though its page was opened before anybody knew that it is a group", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    await engine.openConversation(ROOM);
    fixture.server.push(bookmark(entered));
    await until(() => joins(fixture).length === 1);
    expect(engine.conversations[0]).toMatchObject({ peer: ROOM, kind: "group" });
  });
});

describe("once in a group", () => {
  test.for([332, 333])("a room that stops is entered again: %d", async (code) => {
    const { fixture } = await inside();
    fixture.server.push(presence({ type: "unavailable", codes: [110, code] }));
    await settle();
    fixture.clock.advance(1_000);
    await until(() => joins(fixture).length === 2);
  });

  test("whoever is taken out stays out", async () => {
    const { fixture, engine } = await inside();
    fixture.server.push(presence({ type: "unavailable", codes: [110, 321] }));
    await until(() => engine.groups.get(ROOM)?.state.kind === "out");
    expect(engine.groups.get(ROOM)?.state).toEqual({ kind: "out", reason: "removed" });
    fixture.clock.advance(3_600_000);
    await settle();
    expect(joins(fixture)).toHaveLength(1);
  });

  test("a new session enters again, and what waited goes out once it knows what was said", async () => {
    const { fixture, engine } = await inside();
    fixture.server.forgetSessions();
    fixture.server.drop();
    engine.send(ROOM, "after the gap");
    fixture.clock.advance(1_000);
    await until(() => joins(fixture).length === 2);
    await until(() => isOnline(engine));
    expect(texts(fixture)).toHaveLength(0);
    fixture.server.push(presence({ codes: [110] }));
    await until(() => texts(fixture).length === 1);
  });

  test("a silent room is asked, and entered again when it does not know us", async () => {
    const { fixture } = await inside();
    fixture.server.refuses = { payload: "urn:xmpp:ping", condition: "not-acceptable" };
    fixture.clock.advance(600_000);
    await until(() => fixture.server.sent(/urn:xmpp:ping/).some((frame) => frame.includes(`${ROOM}/alice`)));
    await settle();
    fixture.clock.advance(1_000);
    await until(() => joins(fixture).length === 2);
  });

  test("what the room did not hear is said again", async () => {
    const { fixture, engine } = await inside();
    const { id } = engine.send(ROOM, "anybody here?");
    await until(() => texts(fixture).length === 1);
    fixture.server.push(
      `<message from='${ROOM}' type='error' id='${id}'><error type='cancel'>` +
        "<not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
    );
    await settle();
    fixture.clock.advance(1_000);
    await until(() => joins(fixture).length === 2);
    fixture.server.push(presence({ codes: [110] }));
    await until(() => texts(fixture).length === 2);
    expect(engine.history(ROOM)).toEqual([]);
  });

  test("nobody in it refuses what we say", async () => {
    const { fixture, engine } = await inside();
    await engine.openConversation(ROOM);
    const { id } = engine.send(ROOM, "Hello");
    await until(() => texts(fixture).length === 1);
    for (const condition of ["forbidden", "not-acceptable"])
      fixture.server.push(
        `<message from='${ROOM}/bob' type='error' id='${id}'><error type='cancel'>` +
          `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`,
      );
    await settle();
    expect(engine.history(ROOM).map(({ state }) => state)).toEqual(["waiting"]);
    expect(engine.groups.get(ROOM)?.state.kind).toBe("in");
  });
});

describe("what is said in a group", () => {
  test("counts when the room has said it, and stands there once", async () => {
    const { fixture, engine } = await inside();
    await engine.openConversation(ROOM);
    const { id } = engine.send(ROOM, "Hello");
    await settle();
    expect(engine.history(ROOM).map(({ state }) => state)).toEqual(["waiting"]);
    fixture.server.push(said("alice", id, "Hello", `<origin-id xmlns='urn:xmpp:sid:0' id='${id}'/>`));
    await until(() => engine.history(ROOM)[0]?.state === "stored");
    expect(engine.history(ROOM)).toHaveLength(1);
  });

  test("leaves the queue when it changes an earlier message, too", async () => {
    const { fixture, engine } = await inside();
    await engine.openConversation(ROOM);
    fixture.server.push(said("bob", "b1", "Tea?"));
    await until(() => engine.history(ROOM).length === 1);
    engine.react(engine.history(ROOM)[0]?.key ?? "", "👍");
    const sent = () => fixture.server.sent(/urn:xmpp:reactions:0' id=/);
    await until(() => sent().length === 1);
    const [, id = ""] = / id='([^']+)'/.exec(sent()[0] ?? "") ?? [];
    const reactions = "<reactions xmlns='urn:xmpp:reactions:0' id='archived-b1'><reaction>👍</reaction></reactions>";
    fixture.server.push(
      `<message from='${ROOM}/alice' type='groupchat' id='${id}'>${reactions}` +
        "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-alice'/></message>",
    );
    await settle();
    fixture.server.push(presence({ type: "unavailable", codes: [110, 332] }));
    await settle();
    fixture.clock.advance(1_000);
    await until(() => joins(fixture).length === 2);
    fixture.server.push(presence({ codes: [110] }));
    await settle();
    expect(sent()).toHaveLength(1);
  });

  test("is counted, with what names us, and told by its author", async () => {
    const { fixture, engine, reports } = await inside();
    fixture.server.push(said("bob", "b1", "Who drives?"));
    fixture.server.push(said("bob", "b2", "@Alice perhaps"));
    await until(() => reports.of("incoming").length === 2);
    expect(engine.conversations[0]).toMatchObject({ unread: 2, mentions: 1 });
    expect(reports.of("incoming").map(({ author, isMention }) => [author?.name, author?.address, isMention])).toEqual([
      ["bob", "bob@example.com", undefined],
      ["bob", "bob@example.com", true],
    ]);
  });

  test("is not hidden by somebody else who uses the same id first", async () => {
    const { fixture, reports } = await inside();
    const origin = "<origin-id xmlns='urn:xmpp:sid:0' id='o'/>";
    fixture.server.push(said("mallory", "m1", "first", origin));
    fixture.server.push(said("bob", "b1", "second", origin));
    await until(() => reports.of("incoming").length === 2);
  });

  test("is told to be read by the room's id, and shows who has read", async () => {
    const { fixture, engine } = await inside();
    await engine.openConversation(ROOM);
    fixture.server.push(said("bob", "b1", "Tea?"));
    await until(() => engine.history(ROOM).length === 1);
    engine.markRead(ROOM);
    await until(() => fixture.server.sent(/groupchat.*<displayed [^>]*id='archived-b1'/).length === 1);
    const { id, key } = engine.send(ROOM, "Yes");
    fixture.server.push(said("alice", id, "Yes"));
    await until(() => engine.history(ROOM)[1]?.state === "stored");
    fixture.server.push(
      `<message from='${ROOM}/bob' type='groupchat' id='d'>` +
        `<displayed xmlns='urn:xmpp:chat-markers:0' id='archived-${id}'/>` +
        "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='id-bob'/></message>",
    );
    await until(() => engine.history(ROOM)[1]?.state === "read");
    expect(engine.groups.seenBy(ROOM, key)).toEqual(["bob"]);
  });

  test("is not believed to be ours where anybody may claim any id", async () => {
    const { fixture, reports } = await inside();
    const forged = "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='alice@example.com/x'/></x>";
    fixture.server.push(said("bob", "b1", "I am Alice", forged));
    await until(() => reports.of("incoming").length === 1);
    expect(reports.of("incoming")[0]).toMatchObject({ isOwn: false, author: { address: "bob@example.com" } });
  });

  test("is changed by nobody whose name is our address, where a group gives no ids", async () => {
    const { fixture, engine } = await asked();
    const push = (xml: string) => fixture.server.push(xml.replace(/<occupant-id [^>]*>/, ""));
    push(presence({ nick: "alice@example.com", jid: "mallory@evil.example/x" }));
    push(presence({ codes: [110] }));
    await until(() => engine.groups.get(ROOM)?.state.kind === "in");
    await engine.openConversation(ROOM);
    const { id } = engine.send(ROOM, "mine");
    await until(() => texts(fixture).length === 1);
    push(said("alice", id, "mine", `<origin-id xmlns='urn:xmpp:sid:0' id='${id}'/>`));
    await until(() => engine.history(ROOM)[0]?.state === "stored");
    push(said("alice@example.com", "x1", "forged", `<replace xmlns='urn:xmpp:message-correct:0' id='${id}'/>`));
    push(said("alice@example.com", "x2", "", `<retract xmlns='urn:xmpp:message-retract:1' id='archived-${id}'/>`));
    await settle();
    expect(engine.history(ROOM)[0]).toMatchObject({ body: "mine", isOwn: true });
    expect(engine.history(ROOM)[0]).not.toHaveProperty("isRemoved");
  });

  test("is not ours because somebody had our name before, where a group gives no ids", async () => {
    const { fixture, engine, reports } = await asked();
    fixture.server.push(presence({ codes: [110] }).replace(/<occupant-id [^>]*>/, ""));
    await until(() => engine.groups.get(ROOM)?.state.kind === "in");
    fixture.server.push(presence({ jid: "mallory@evil.example/x" }).replace(/<occupant-id [^>]*>/, ""));
    fixture.server.push(said("alice", "m1", "I am Alice").replace(/<occupant-id [^>]*>/, ""));
    await until(() => reports.of("incoming").length === 1);
    expect(reports.of("incoming")[0]).toMatchObject({ isOwn: false, author: { address: "mallory@evil.example" } });
  });

  test("shows who writes, until they have written", async () => {
    const { fixture, engine } = await inside();
    fixture.server.push(
      `<message from='${ROOM}/bob' type='groupchat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    );
    await until(() => engine.groups.get(ROOM)?.typing.length === 1);
    fixture.server.push(said("bob", "b1", "Done"));
    await until(() => engine.groups.get(ROOM)?.typing.length === 0);
  });
});
