import { Jid, NS, parseElement, withAttrs } from "@yonder/protocol";
import pino from "pino";
import { expect, test } from "vitest";
import type { Rooms } from "../../store/rooms.ts";
import { memoryRooms } from "../memory-rooms.fixture.ts";
import type { Librarian } from "./archive.ts";
import type { Cards } from "./cards.ts";
import type { Request } from "./draft.ts";
import { Keeper } from "./keeper.ts";
import type { Occupant, Room } from "./room.ts";
import { NOW, ROOM, Stage } from "./stage.fixture.ts";

/** So many people, the first of whom is imp0. */
function crowded(count: number): Room {
  const occupants = Array.from({ length: count }, (_, n): Occupant => {
    const user = `imp${n}@example.com`;
    const presence = parseElement("<presence/>", undefined, NS.client);
    return {
      nick: `imp${n}`,
      user,
      id: `${n}`,
      role: "participant",
      seats: [{ jid: `${user}/pda`, node: "a", presence }],
    };
  });
  return {
    ...new Stage().room,
    occupants: new Map(occupants.map((occupant) => [occupant.nick, occupant])),
    nicks: new Map(occupants.map(({ nick, user }) => [`${user}/pda`, nick])),
  };
}

function said(id: string, inner: string): Request {
  const from = Jid.parse("imp0@example.com/pda");
  const text = `<message to='${ROOM}' type='groupchat' id='${id}'>${inner}</message>`;
  return {
    stanza: withAttrs(parseElement(text, undefined, NS.client), { from: from.toString() }),
    from,
    to: Jid.parse(ROOM),
    node: "a",
    now: NOW,
    isAdmin: false,
    areOccupantsPublic: false,
    isAgain: false,
    newId: () => "new",
    occupantId: (user) => user,
  };
}

async function keeperOf(room: Room, rooms: Rooms): Promise<Keeper> {
  const settings = { config: "{}", title: "", isPublic: false, isLocked: false };
  const { tenure } = await rooms.create("coven", settings, "imp0@example.com", 1);
  return new Keeper({
    room,
    tenure,
    last: 0,
    rooms,
    outlet: { tell: () => undefined, route: () => undefined, said: () => undefined },
    librarian: {} as Librarian,
    cards: {} as Cards,
    log: pino({ level: "silent" }),
    onClosed: () => undefined,
  });
}

/** How many of a hundred messages that come at once are kept together. */
async function batchesIn(room: Room): Promise<number[]> {
  const rooms = memoryRooms(() => NOW.getTime());
  const batches: number[] = [];
  const append: Rooms["append"] = (held, messages) => {
    batches.push(messages.length);
    return rooms.append(held, messages);
  };
  const keeper = await keeperOf(room, { ...rooms, append });
  await Promise.all(Array.from({ length: 100 }, (_, n) => keeper.take(said(`m${n}`, `<body>${n}</body>`))));
  return batches;
}

test("what is said at the same time is kept together, as long as not too many have to be told at once", async () => {
  expect(await batchesIn(crowded(100))).toEqual([65, 35]);
  const inACrowd = await batchesIn(crowded(2_000));
  expect(Math.max(...inACrowd)).toBeLessThanOrEqual(11);
  expect(inACrowd.reduce((sum, count) => sum + count)).toBe(100);
});

test("a subject that comes once more does not take back a later one", async () => {
  const room = crowded(1);
  const config = { ...room.config, canChangeSubject: true };
  const keeper = await keeperOf(
    { ...room, config },
    memoryRooms(() => NOW.getTime()),
  );
  const names = (id: string) => keeper.take(said(id, `<subject>${id}</subject>`));
  for (const id of ["one", "two", "one"]) await names(id);
  expect(keeper.room.subject?.stanza.childText("subject")).toBe("two");
  await names("three");
  expect(keeper.room.subject?.stanza.childText("subject")).toBe("three");
});
