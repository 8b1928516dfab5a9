import { NS, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { Host } from "../feature.ts";
import type { Member } from "./announcement.ts";
import type { Audience } from "./audience.ts";
import { RollCall } from "./roll-call.ts";

const presence = xml("presence", NS.client, { from: "coven@conference.example.com/imp" });

/** A node that tells of these, and calls `afterwards` whenever it has told of some. */
function nodeWith(members: Map<string, Member>, nicks: Map<string, string>, afterwards: () => void): RollCall {
  let answerer = (_: string): Promise<string> => Promise.resolve("");
  const relay = {
    answer: (_: string, answer: typeof answerer) => {
      answerer = answer;
    },
    async ask(_node: string, _topic: string, question: string) {
      const answer = await answerer(question);
      afterwards();
      return answer;
    },
  };
  const announcement = () => ({ node: "node-2", members: [...members.values()], nicks: [...nicks] });
  return new RollCall({ relay } as unknown as Host, { announcement } as unknown as Audience);
}

test("of a large room nobody is missed though others leave while its node tells of them", async () => {
  const all = Array.from({ length: 3_000 }, (_, n) => `imp${n}`);
  const members = new Map(
    all.map((nick): [string, Member] => [nick, { jid: `${nick}@b/pda`, nick, role: "visitor", presence, seen: 0 }]),
  );
  const nicks = new Map(all.map((nick): [string, string] => [nick, `id-of-${nick}`]));
  const rollCall = nodeWith(members, nicks, () => {
    for (const nick of [...members.keys()].slice(0, 20)) {
      members.delete(nick);
      nicks.delete(nick);
    }
  });
  const told = (await rollCall.of("node-2", "coven@conference.example.com")) ?? [];
  expect(told.length).toBeGreaterThan(5);
  const toldOf = told.flatMap((part) => part.members.map(({ nick }) => nick));
  expect(new Set(toldOf).size).toBe(toldOf.length);
  expect([...members.keys()].filter((nick) => !toldOf.includes(nick))).toEqual([]);
  const shown = new Map(told.flatMap((part) => part.nicks));
  expect([...nicks].filter(([nick, id]) => shown.get(nick) !== id)).toEqual([]);
});
