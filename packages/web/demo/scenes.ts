import type { ConnectionState, Contact, Conversation, Group, LinksApi, Message, MessageState } from "@yonder/client";
import { HILL, hill, hillTalk } from "./group-scene.ts";
import { describedTalk } from "./scene-links.ts";
import { mediaOf, picture } from "./scene-media.ts";

const DESK = {
  name: "open-night",
  title: "Open Night on the Hill",
  people: [
    { address: "amina@hillside.example", name: "Amina" },
    { address: "lena@hillside.example", name: "Lena Brandt" },
  ],
  url: "https://hillside.example/@open-night",
  sites: ["https://www.hillside.example"],
  isOurs: true,
};

/** Links by which others come. */
export const sceneLinks: LinksApi = {
  contactLink: async () => ({
    isOpen: true,
    hasPicture: true,
    name: "Lena Brandt",
    url: "https://hillside.example/@lena",
  }),
  desks: async () => ({ known: [{ name: DESK.name, title: DESK.title }], mayOpen: true }),
  desk: async () => DESK,
  setDesk: async () => undefined,
  leaveDesk: async () => {},
  invite: async () => "https://hillside.example/invite/#7Kq2mWfxt9Rz4bLs",
  readInvitation: async () => ({
    from: "amina@hillside.example",
    name: "Amina Okafor",
    place: "Hillside Observatory",
    to: "open-night@conference.hillside.example",
    title: "Open Night on the Hill",
    expires: Date.UTC(2026, 10, 29, 12),
  }),
  recall: async () => [],
  adopt: async () => {},
};

export interface Scene {
  readonly isSignedIn: boolean;
  readonly address: string;
  readonly contacts: readonly Contact[];
  readonly requests: readonly string[];
  readonly talks: readonly Talk[];
  readonly connection: ConnectionState;
  readonly groups?: readonly Group[];
  readonly blocked?: readonly string[];
}

export interface Talk {
  readonly peer: string;
  readonly messages: readonly Message[];
  readonly unread?: number;
  readonly draft?: string;
  readonly isTyping?: boolean;
  readonly isStranger?: boolean;
  readonly care?: Partial<Pick<Conversation, "isMuted" | "isMarked" | "isArchived" | "pinned">>;
}

type Line = readonly [minutesAgo: number, text: string, own?: MessageState | undefined, extra?: Partial<Message>];

const MINUTE = 60_000;
const ONLINE: ConnectionState = { kind: "online", resumed: false, sent: 0 };
/** The evening of the pictures: times on them are always the same. */
const EVENING = new Date(2026, 10, 21, 21, 7, 30).getTime();

const person = (
  address: string,
  name: string,
  presence: Contact["presence"] = "gone",
  more: Partial<Contact> = {},
): Contact => ({
  address,
  name,
  subscription: "both",
  isPendingOut: false,
  presence,
  ...more,
});

const talk = (peer: string, lines: readonly Line[], more: Partial<Talk> = {}): Talk => ({
  peer,
  messages: lines.map(([ago, body, own, extra], index) => ({
    key: `${peer}-${index}`,
    id: `${index}`,
    peer,
    isOwn: own !== undefined,
    body,
    place: EVENING - ago * MINUTE,
    at: EVENING - ago * MINUTE,
    state: own ?? "reached",
    ...extra,
  })),
  ...more,
});

const DAY = 24 * 60;
const AMINA = "amina@hillside.example";
const BOB = "bob@hillside.example";

const CONTACTS: readonly Contact[] = [
  person(AMINA, "Amina Okafor", "here"),
  person(BOB, "Bob Lindqvist", "away", { status: "On the train" }),
  person("siyuan@hillside.example", "陈思远"),
  person("maximiliane@ostturm.example", "Dr. Maximiliane Freifrau von Hohenstein-Wartenberg", "here"),
  person("fatima@hillside.example", "فاطمة الزهراء", "here"),
  person("priya@hillside.example", "Priya Raghunathan-O’Sullivan"),
  person("omar@hillside.example", "Omar Haddad"),
  person("tomasz@hillside.example", "Tomasz Wiśniewski", "here"),
  person("bea.kowalczyk@stellwerk.example", "Bea Kowalczyk", "gone", { isPendingOut: true, subscription: "none" }),
];

const AMINA_TALK = talk(
  AMINA,
  [
    [DAY + 715, "Morning! The hut on the hill is ours for Saturday 🎉"],
    [DAY + 715, "Doors at 18:30. It should be *properly dark* by seven."],
    [DAY + 712, "", undefined, { file: picture("ridge.jpg", 1600, 1200, 20) }],
    [DAY + 711, "", undefined, { file: picture("hut.jpg", 1500, 1000, 210) }],
    [DAY + 710, "", undefined, { file: picture("dome.jpg", 1200, 1200, 280) }],
    [DAY + 707, "That colour last night! Can we have it on the poster?", "read"],
    [DAY + 706, "❤️🔥"],
    [26, "> The forecast for Saturday?\nClear until midnight, then a little haze. _Bring gloves._"],
    [
      15,
      "For the time-lapse I only need this:\n```\nssh hill-cam\n./timelapse --every 20s --until sunrise\n```\nand the forecast says clear until midnight: https://wetter.example/huegel",
      "read",
    ],
    [14, "✨", "read"],
    [1, "Ich hab noch zwei Feldstecher gefunden 🔭"],
    [1, "One is Opa’s. It weighs as much as he does."],
  ],
  { unread: 2, isTyping: true, care: { pinned: 1 } },
);

const BOB_TALK = talk(BOB, [
  [485, "Projector or no projector?"],
  [482, "Projector. And the long cable, the 20 m one.", "read"],
  [478, "On it. I’m on the train from four, so I drop out now and then."],
  [287, "Could you look whether the red lamps still work?", "reached"],
  [35, "Das Stativ bringe ich selbst mit.", "failed", { error: "not-allowed" }],
  [33, "I put the cable list in the shared folder", "stored", { isKept: true }],
]);

const TALKS: readonly Talk[] = [
  AMINA_TALK,
  BOB_TALK,
  talk("siyuan@hillside.example", [[75, "周六见！"]], { draft: "周六我可以早点过来帮忙布置" }),
  talk("maximiliane@ostturm.example", [[232, "Selbstverständlich, ich bringe den Schlüssel für den Ostturm mit."]], {
    unread: 1,
  }),
  talk("fatima@hillside.example", [[305, "شكرًا جزيلًا، وصلت الصور كلها 🌙"]], { care: { isMarked: true } }),
  talk("tomasz@hillside.example", [[407, "The lift is back. Please be kind to it."]], {
    unread: 28,
    care: { isMuted: true },
  }),
  talk("jonas@guest.hillside.example", [[4 * DAY, "Yes, children under ten come in free", "read"]], {
    isStranger: true,
  }),
  talk("priya@hillside.example", [[DAY + 300, "See you at the hut"]]),
  talk("omar@hillside.example", [[9 * DAY, "Posters are at the bakery and the school"]], {
    care: { isArchived: true },
  }),
];

const FULL: Scene = {
  isSignedIn: true,
  address: "lena@hillside.example",
  contacts: CONTACTS,
  requests: ["jonas@stellwerk.example", "mei@hillside.example"],
  talks: TALKS,
  connection: ONLINE,
};

const WAITING: readonly Line[] = [
  [0, "Also: Tomasz has the key for the car park", "waiting"],
  [0, "and the soup is vegan this year 🥣", "waiting"],
];

const ARABIC: Scene = {
  ...FULL,
  requests: [],
  contacts: [
    person("amina@tall.example", "أمينة العلوي", "here"),
    person("karim@tall.example", "كريم بن يوسف", "away"),
    person("siyuan@tall.example", "陈思远"),
    person("maximiliane@ostturm.example", "Dr. Maximiliane Freifrau von Hohenstein-Wartenberg", "here"),
    person("jaddati@tall.example", "جدّتي ❤️"),
    person("bob@tall.example", "Bob Lindqvist"),
  ],
  talks: [
    talk(
      "amina@tall.example",
      [
        [27, "مساء الخير! السماء صافية الليلة ✨"],
        [26, "هل نلتقي عند المرصد الساعة السابعة؟"],
        [23, "نعم، وسأحضر الشاي وبطانية إضافية.", "read"],
        [23, "هذه خريطة الطريق: https://maps.hillside.example/hut", "read"],
        [14, "للتصوير أحتاج هذا السطر فقط:\n```\n./timelapse --every 20s --until sunrise\n```", "read"],
        [14, "Great, see you there 🙂", "read"],
        [1, "كريم سيتأخر قليلًا، قال إنه سيصل بعد الثامنة."],
        [1, "لا تنسي المصباح الأحمر 🔦"],
      ],
      { unread: 2, isTyping: true },
    ),
    talk("karim@tall.example", [[36, "سأرسل لك قائمة الأسلاك غدًا", "stored", { isKept: true }]]),
    talk("siyuan@tall.example", [[75, "好"]], { draft: "أستطيع أن آتي باكرًا" }),
    talk("maximiliane@ostturm.example", [[232, "Selbstverständlich, ich bringe den Schlüssel mit."]], { unread: 1 }),
    talk("jaddati@tall.example", [[DAY, "بارك الله فيك"]]),
    talk("bob@tall.example", [[3 * DAY, "See you at the hut!", "read"]]),
  ],
};

const LENA = "lena@hillside.example";

/** Edited, removed, answered, and with what people feel about it. */
const AMENDED = talk(
  AMINA,
  [
    [DAY + 715, "Morning! The hut on the hill is ours for Saturday 🎉"],
    [DAY + 712, "", undefined, { file: picture("ridge.jpg", 1600, 1200, 20) }],
    [DAY + 711, "", undefined, { file: picture("hut.jpg", 1500, 1000, 210) }],
    [DAY + 710, "", undefined, { file: picture("dome.jpg", 1200, 1200, 280) }],
    [DAY + 707, "That colour last night! Can we have it on the poster?", "read", feelings(["❤️", AMINA], ["🔥", AMINA])],
    [
      26,
      "Clear until midnight, then a little haze. _Bring gloves._",
      undefined,
      {
        ...feelings(["👍", AMINA, LENA], ["🎉", LENA]),
        reply: { id: "1", author: LENA, body: "The forecast for Saturday?" },
      },
    ],
    [15, "and the forecast says clear until midnight: https://wetter.example/huegel", "read", { isEdited: true }],
    [13, "", "read", { isRemoved: true }],
    [3, "/me packs the red lamps"],
    [1, "Ich hab noch zwei Feldstecher gefunden 🔭"],
    [1, "One is Opa’s. It weighs as much as he does."],
  ],
  { unread: 2 },
);

function feelings(...given: readonly (readonly [emoji: string, ...from: string[]])[]): Partial<Message> {
  return { reactions: given.map(([emoji, ...from]) => ({ emoji, from, isOwn: from.includes(LENA) })) };
}

const LENGTH = 10_000;
const LONG = talk(
  AMINA,
  Array.from({ length: LENGTH }, (_, i): Line => {
    const words = "Saturday the hut lamps cable soup forecast clear until midnight bring gloves".split(" ");
    const text = Array.from({ length: 3 + ((i * 7) % 23) }, (_, k) => words[(i + k * 5) % words.length]).join(" ");
    return [(LENGTH - i) * 3, `${i + 1}. ${text}`, i % 3 === 0 ? "read" : undefined];
  }),
);

const SCENES: Readonly<Record<string, Scene>> = {
  chat: FULL,
  lost: {
    ...FULL,
    connection: { kind: "waiting", retryAt: EVENING + 8_500 },
    talks: TALKS.map((one) =>
      one.peer === BOB ? talk(BOB, [...linesOfBob(), ...WAITING], { draft: "And please bring" }) : one,
    ),
  },
  amended: { ...FULL, talks: [AMENDED, ...TALKS.slice(1)] },
  group: {
    ...FULL,
    talks: [{ peer: HILL, messages: hillTalk(EVENING), unread: 2 }, ...TALKS],
    groups: [hill(EVENING)],
  },
  media: { ...FULL, talks: [{ peer: AMINA, messages: mediaOf(AMINA, EVENING) }, ...TALKS.slice(1)] },
  links: { ...FULL, talks: [{ peer: AMINA, messages: describedTalk(AMINA, EVENING) }, ...TALKS.slice(1)] },
  blocked: { ...FULL, blocked: [BOB, "spam.for.everybody.with.a.long.address@nowhere-at-all.example"] },
  empty: { ...FULL, contacts: [], talks: [], requests: [] },
  out: { ...FULL, isSignedIn: false, connection: { kind: "signed-out" } },
  rtl: ARABIC,
  long: { ...FULL, talks: [LONG, ...TALKS.slice(1)] },
};

function linesOfBob(): Line[] {
  return BOB_TALK.messages
    .filter((message) => message.state !== "failed")
    .map((message) => [
      (EVENING - message.at) / MINUTE,
      message.body,
      message.isOwn ? message.state : undefined,
      { isKept: message.isKept ?? false },
    ]);
}

export function readScene(name: string): Scene {
  return SCENES[name] ?? FULL;
}
