import { describe, expect, test } from "vitest";
import { createFixture, settle, signedIn, until } from "../testing/fixture.ts";
import { joins, presence, ROOM, USER } from "../testing/group-fixture.ts";

describe("an invitation", () => {
  const invitation = `<message from='${ROOM}'><x xmlns='${USER}'><invite from='bob@example.com'><reason>Tea</reason></invite></x></message>`;

  test("waits for an answer, and is accepted", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(invitation);
    await until(() => engine.groups.invitations.length === 1);
    expect(engine.groups.invitations[0]).toMatchObject({ group: ROOM, from: "bob@example.com", reason: "Tea" });
    expect(engine.conversations).toEqual([]);
    const accepted = (await engine.groups.actions()).accept(ROOM, "alice");
    await until(() => joins(fixture).length === 1);
    fixture.server.push(presence({ codes: [110] }));
    await accepted;
    expect(engine.groups.invitations).toEqual([]);
    expect(engine.conversations.map(({ peer }) => peer)).toEqual([ROOM]);
    expect(fixture.server.sent(/<publish node='urn:xmpp:bookmarks:1'/)[0]).toContain("autojoin='true'");
  });

  test("that came while nobody was here waits in the archive, and one that is old is left there", async () => {
    const fixture = createFixture();
    fixture.server.archive.push(
      { id: "a0", stamp: "2020-01-01T00:00:00Z", xml: invitation.replace(ROOM, "old@conference.example.com") },
      { id: "a1", stamp: fixture.server.stamp(), xml: invitation },
    );
    const engine = await signedIn(fixture);
    await until(() => engine.groups.invitations.length > 0);
    expect(engine.groups.invitations.map(({ group }) => group)).toEqual([ROOM]);
    const joined = (await engine.groups.actions()).join(ROOM, "alice");
    await until(() => joins(fixture).length === 1);
    fixture.server.push(presence({ codes: [110] }));
    await joined;
    expect(engine.groups.invitations).toEqual([]);
    expect(engine.conversations.map(({ peer }) => peer)).toEqual([ROOM]);
  });

  test.for([
    ["somebody we talk to", "bob@elsewhere.example"],
    ["an account of our server", "carol@example.com"],
  ])("turns nobody into a group: %s", async ([, group]) => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    engine.send("bob@elsewhere.example", "Hello");
    await settle();
    fixture.server.push(
      `<message from='mallory@example.org'><x xmlns='jabber:x:conference' jid='${group}'/></message>`,
    );
    await settle();
    expect(engine.groups.invitations).toEqual([]);
    fixture.server.push(
      `<message from='${group}/x' type='chat' to='alice@example.com'><body>Still a person</body></message>`,
    );
    await until(() => engine.conversations.some(({ peer, last }) => peer === group && last?.body === "Still a person"));
  });

  test("is of bounded length, and leads to nothing but an address", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const direct = (group: string) =>
      `<message from='mallory@evil.example'><x xmlns='jabber:x:conference' jid='${group}' reason='${"z".repeat(5_000)}'/></message>`;
    for (const group of ["a &lt;b&gt;@evil.example", `${"a".repeat(3_000)}@evil.example`, "c@evil.example/x"])
      fixture.server.push(direct(group));
    await until(() => engine.groups.invitations.length > 0);
    await settle();
    expect(engine.groups.invitations.map(({ group, reason }) => [group, reason?.length])).toEqual([
      ["c@evil.example", 1_000],
    ]);
  });

  test("in the name of somebody else is believed from groups of our own server alone", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(invitation.replace(ROOM, "hill@evil.example"));
    await until(() => engine.groups.invitations.length === 1);
    expect(engine.groups.invitations[0]).toMatchObject({ group: "hill@evil.example", from: "" });
  });

  test("is declined through the room", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(invitation);
    await until(() => engine.groups.invitations.length === 1);
    await (await engine.groups.actions()).decline(ROOM);
    expect(engine.groups.invitations).toEqual([]);
    expect(fixture.server.sent(/<decline to='bob@example.com'/)).toHaveLength(1);
    expect(joins(fixture)).toHaveLength(0);
  });
});
