import type { Group, GroupMember, Message } from "@yonder/client";

/** A group of fourteen that looks forward to an evening. */
export const HILL = "hill@rooms.hillside.example";

const PEOPLE: readonly (readonly [name: string, presence: GroupMember["presence"], more?: Partial<GroupMember>])[] = [
  ["Amina Okafor", "here", { role: "owner" }],
  ["Tomasz Wiśniewski", "here"],
  ["Dr. Maximiliane Freifrau von Hohenstein-Wartenberg", "away"],
  ["美咲 Misaki Tanaka", "here", { role: "guest" }],
  ["Omar Haddad", "gone", { status: "Back at about 22:00" }],
  ...["Lena Brandt", "Bob Lindqvist", "Priya", "Jonas", "Bea", "فاطمة", "陈思远", "Zoë", "Karim"].map(
    (name): readonly [string, GroupMember["presence"]] => [name, name.startsWith("L") ? "here" : "gone"],
  ),
];

const addressOf = (name: string): string => `${name.split(" ")[0]?.toLowerCase()}@hillside.example`;

const members: readonly GroupMember[] = PEOPLE.map(([nick, presence, more]) => ({
  key: addressOf(nick),
  address: addressOf(nick),
  nick,
  role: "member",
  isMuted: false,
  presence,
  isOwn: nick.startsWith("Lena"),
  ...more,
}));

export function hill(evening: number): Group {
  const ago = (minutes: number): number => evening - minutes * 60_000;
  return {
    address: HILL,
    name: "🔭 Open Night on the Hill",
    description: "Saturday, doors at 18:30. Bring something warm and something red to light your way.",
    subject: "",
    state: { kind: "in" },
    nick: "Lena Brandt",
    role: "admin",
    isMuted: false,
    members,
    isClosed: true,
    mayInvite: true,
    mayDescribe: true,
    typing: [],
    notify: "mentions",
    notices: [
      { key: "n1", at: ago(40), kind: "joined", name: "美咲 Misaki Tanaka" },
      { key: "n2", at: ago(39), kind: "joined", name: "Karim" },
    ],
  };
}

type Line = readonly [minutesAgo: number, name: string, text: string, more?: Partial<Message>];

const LINES: readonly Line[] = [
  [55, "Tomasz Wiśniewski", "Who is driving up on Saturday? I have three seats."],
  [55, "Tomasz Wiśniewski", "Leaving 17:15 from the church"],
  [
    52,
    "Dr. Maximiliane Freifrau von Hohenstein-Wartenberg",
    "Ich nehme gern einen Platz, und bringe zwei Kannen Tee mit. ☕️",
  ],
  [48, "Lena Brandt", "Me! Plus one tripod. It folds, I promise.", { state: "read" }],
  [23, "美咲 Misaki Tanaka", "はじめまして！土曜日、とても楽しみです ✨"],
  [10, "Omar Haddad", "I can bring the `f/2` lens and a thermos for everyone"],
  [
    9,
    "Tomasz Wiśniewski",
    "Car park key is under the third stone. @Lena please put it back this time 🙃",
    { isMention: true },
  ],
];

export function hillTalk(evening: number): readonly Message[] {
  return LINES.map(([ago, name, body, more], index) => ({
    key: `hill-${index}`,
    id: `${index}`,
    archiveId: `${index}`,
    peer: HILL,
    isOwn: name.startsWith("Lena"),
    body,
    place: evening - ago * 60_000 + index,
    at: evening - ago * 60_000 + index,
    state: "reached",
    author: { name, id: name, address: addressOf(name) },
    ...more,
  }));
}
