import { NS, parseElement, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import {
  type Announcement,
  type Member,
  packMember,
  partBehind,
  partsOf,
  tellOfLost,
  unpackMember,
  withMembers,
} from "./announcement.ts";
import { Draft, type Request } from "./draft.ts";
import { Stage } from "./stage.fixture.ts";

const presence = xml("presence", NS.client, { from: "coven@conference.example.com/hag" });

function member(n: number, more: Partial<Member> = {}): Member {
  return { jid: `u${n}@example.com/pda`, nick: `u${n}`, role: "participant", presence, seen: n, ...more };
}

test("an announcement of a large room goes in parts, and nothing of it is lost", () => {
  const members = Array.from({ length: 3_000 }, (_, n) => member(n));
  const nicks = members.map(({ nick }): [string, string] => [nick, `id-${nick}`]);
  const parts = partsOf({ node: "node-1", members, nicks });
  expect(parts.length).toBeGreaterThan(2);
  expect(parts.flatMap((part) => part.members)).toEqual(members);
  expect(parts.flatMap((part) => part.nicks)).toEqual(nicks);
  for (const part of parts) expect(JSON.stringify(part.members.map(packMember)).length).toBeLessThan(1_000_000);
});

test("an announcement of a small room goes in one part, in the order in which its members came", () => {
  const members = [member(2), member(1), member(3)];
  const all: Announcement = { node: "node-1", members, nicks: [["u1", "id"]] };
  expect(partBehind(all, { jid: "", nick: "" })).toEqual(all);
  expect(partBehind(all, { jid: "u3@example.com/pda", nick: "u1" })).toBeUndefined();
});

test("a member comes through as it was, and nonsense not at all", () => {
  const shown = parseElement("<presence from='a@b/c'><show>away</show></presence>", undefined, NS.client);
  const there = member(1, { role: "moderator", presence: shown });
  expect(unpackMember(JSON.parse(JSON.stringify(packMember(there))))).toMatchObject({
    ...there,
    presence: { name: "presence" },
  });
  for (const nonsense of [null, 7, {}, { ...packMember(there), role: "king" }])
    expect(unpackMember(nonsense)).toBeUndefined();
});

const told = (node: string, ...members: Member[]): Announcement => ({ node, members, nicks: [] });

test("those whom their nodes tell of are in the room, with all their devices", () => {
  const { room } = new Stage();
  const joined = withMembers(
    room,
    [
      told("node-1", member(1), member(2)),
      told("node-2", member(1, { jid: "u1@example.com/desk" })),
      told("node-3", member(3, { nick: "u2" })),
    ],
    (user) => `id-of-${user}`,
  );
  expect([...joined.occupants.keys()]).toEqual(["u1", "u2"]);
  expect(joined.occupants.get("u1")?.seats.map(({ jid, node }) => [jid, node])).toEqual([
    ["u1@example.com/pda", "node-1"],
    ["u1@example.com/desk", "node-2"],
  ]);
  const moved = withMembers(joined, [told("node-9", member(2))], (user) => `id-of-${user}`);
  expect(moved.occupants.get("u2")?.seats).toMatchObject([{ jid: "u2@example.com/pda", node: "node-9" }]);
});

test("who was shown, and died with their node, has gone, whatever roles are shown", () => {
  const stage = new Stage({ shownRoles: ["moderator"] }, { hag: "owner" });
  stage.enters("hag");
  const d = new Draft(stage.room, {} as Request);
  tellOfLost(d, [
    {
      node: "node-1",
      members: [],
      nicks: [
        ["hag", "1"],
        ["imp", "2"],
      ],
    },
  ]);
  expect(d.effects).toMatchObject([{ kind: "tell", places: [{ jid: "hag@example.com/pda" }] }]);
});
