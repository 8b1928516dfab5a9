import { expect, test } from "vitest";
import type { NewRoomMessage } from "../rooms.ts";
import type { Account, PageQuery, Store } from "../store.ts";
import { accepted, type Couple, keysOf, message, type OpenWorld, openCouple } from "./store-world.contract.ts";

/** XEP-0431: messages are found by their words. */
export function searchContract(openWorld: OpenWorld): void {
  test("messages are found by how their words begin, in whatever case and accents, by both who have them", async () => {
    const { store, alice, bob } = await talk(openWorld, "The posters hang", "Das Café hat ein Poster", "Nothing");
    expect(await find(store, alice, "POSTER")).toEqual(["The posters hang", "Das Café hat ein Poster"]);
    expect(await find(store, bob, "cafe post")).toEqual(["Das Café hat ein Poster"]);
    expect(await find(store, bob, "oster")).toEqual([]);
    expect(await find(store, bob, '"ein poster"')).toEqual(["Das Café hat ein Poster"]);
    expect(await find(store, bob, '"poster ein"')).toEqual([]);
  });

  test("words are found where none are parted by spaces, and in other scripts", async () => {
    const { store, bob } = await talk(openWorld, "我们的海报在面包店", "القطار إلى فرايبورغ", "海 报");
    expect(await find(store, bob, "海报")).toEqual(["我们的海报在面包店"]);
    expect(await find(store, bob, "报")).toEqual(["我们的海报在面包店", "海 报"]);
    expect(await find(store, bob, "الى فرا")).toEqual(["القطار إلى فرايبورغ"]);
  });

  test("signs of a query language mean nothing", async () => {
    const { store, bob } = await talk(openWorld, "one", "two");
    for (const text of hostile) {
      const found = await find(store, bob, text);
      expect(found.every((body) => body === "one")).toBe(true);
    }
  });

  test("nobody finds what others wrote to each other", async () => {
    const { store, alice, bob } = await talk(openWorld, "poster");
    const carol = await store.accounts.add("carol", keysOf(3));
    await accepted(store, message(carol, alice, "c1", "poster from carol"));
    expect(await find(store, bob, "poster")).toEqual(["poster"]);
    expect(await find(store, carol, "poster")).toEqual(["poster from carol"]);
    expect(await find(store, alice, "poster", { with: "carol@localhost" })).toEqual(["poster from carol"]);
  });

  test("what comes later is found too, and so is what is found once the store is opened again", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    await accepted(store, message(alice, bob, "m1", "poster 1"));
    expect(await find(store, bob, "poster")).toEqual(["poster 1"]);
    await accepted(store, message(bob, alice, "m2", "poster 2"));
    expect(await find(store, bob, "poster")).toEqual(["poster 1", "poster 2"]);
    await store.close();
    expect(await find(await world.open(), bob, "poster")).toEqual(["poster 1", "poster 2"]);
  });

  test("pages go both ways, within the ends that are asked for", async () => {
    const { store, bob, ids } = await talk(openWorld, ...Array.from({ length: 9 }, (_, i) => `poster ${i}`), "last");
    const page = async (query: Partial<PageQuery>) => {
      const { messages, isComplete } = await store.archive.page(bob.id, { text: "poster", limit: 3, ...query });
      return [...messages.map(({ id }) => ids.indexOf(id)), isComplete];
    };
    expect(await page({})).toEqual([0, 1, 2, false]);
    expect(await page({ after: ids[5] })).toEqual([6, 7, 8, true]);
    expect(await page({ before: "" })).toEqual([6, 7, 8, false]);
    expect(await page({ before: ids[6] })).toEqual([3, 4, 5, false]);
    expect(await page({ before: ids[2] })).toEqual([0, 1, true]);
    expect(await page({ afterId: ids[2], beforeId: ids[5] })).toEqual([3, 4, true]);
    expect(await page({ ids: [ids[9] ?? 0, ids[1] ?? 0] })).toEqual([1, true]);
    await expect(page({ after: 1 })).rejects.toMatchObject({ code: "not-found" });
  });

  test("what was taken back is not found, nor what was corrected as it was before", async () => {
    const { store, alice, bob } = await talk(openWorld);
    const say = (id: string, content: string, from = alice, to = bob) => accepted(store, raw(from, to, id, content));
    await say("m1", "<body>poster one</body>");
    await say("m2", "<body>poster two</body><origin-id xmlns='urn:xmpp:sid:0' id='o2'/>");
    await say("m3", "<body>poster three</body>");
    expect(await find(store, bob, "poster")).toHaveLength(3);
    await say("r1", "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/><body>poster one was taken back</body>");
    await say("c1", "<body>poster second</body><replace xmlns='urn:xmpp:message-correct:0' id='m2'/>");
    await say("x1", "<retract xmlns='urn:xmpp:message-retract:1' id='m3'/>", bob, alice); // not his own
    expect(await find(store, bob, "poster")).toEqual(["poster three", "poster second"]);
    await say("c2", "<body>placard</body><replace xmlns='urn:xmpp:message-correct:0' id='m2'/>");
    expect(await find(store, alice, "poster")).toEqual(["poster three"]);
    expect(await find(store, alice, "placard")).toEqual(["placard"]);
    await say("r2", "<retract xmlns='urn:xmpp:message-retract:1' id='o2'/>");
    await say("r3", "<retract xmlns='urn:xmpp:message-retract:1' id='m2'/>");
    expect(await find(store, alice, "placard")).toEqual([]);
  });

  test("files are found by their names, answers by their own words alone, and what only devices can read not at all", async () => {
    const { store, alice, bob } = await talk(openWorld);
    await accepted(store, raw(alice, bob, "f1", file));
    await accepted(store, raw(bob, alice, "a1", answer));
    await accepted(store, raw(bob, alice, "e1", "<body>poster</body><encrypted xmlns='urn:example:e2e'/>"));
    const { messages } = await store.archive.page(bob.id, { text: "plakat", limit: 9 });
    expect(messages).toHaveLength(1);
    expect(messages[0]?.xml).toContain("Plakat-A3.pdf");
    expect(await find(store, bob, "poster")).toEqual([]);
    expect(await find(store, bob, "lovely")).toEqual(["> poster\nLovely"]);
  });

  test("a large archive is found in from its newest messages on, however many ask", async () => {
    const { store, alice, bob } = await talk(openWorld);
    const requests = Array.from({ length: 1_200 }, (_, i) => message(alice, bob, `m${i}`, `poster number ${i}`));
    await Promise.all(requests.map((request) => store.archive.accept(request)));
    const asked = Array.from({ length: 20 }, (_, i) =>
      store.archive.page(i % 2 ? alice.id : bob.id, { text: "num", before: "", limit: 2 }),
    );
    for (const { messages } of await Promise.all(asked)) {
      expect(messages.map(({ xml }) => bodyOf(xml))).toEqual(["poster number 1198", "poster number 1199"]);
    }
    expect(await find(store, bob, "7")).toHaveLength(1 + 10 + 100);
  });

  test("nothing is left of an account that is removed", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    await accepted(store, message(alice, bob, "m1", "poster"));
    expect(await find(store, bob, "poster")).toEqual(["poster"]);
    await store.accounts.remove("bob");
    expect(await find(store, alice, "poster")).toEqual(["poster"]);
    expect(await find(store, bob, "poster").catch(() => [])).toEqual([]);
  });

  test("rooms have archives of their own, and nothing is left of one that is closed", async () => {
    const store = await (await openWorld()).open();
    const config = { config: "{}", title: "A Dark Cave", isPublic: true, isLocked: false };
    const { tenure } = await store.rooms.create("coven", config, "hag@localhost", 10);
    const [first] = await store.rooms.append(tenure, [said("hag", "m1", "<body>poster one</body>")]);
    await store.rooms.append(tenure, [
      said("wiccarocks", "m2", "<body>poster two</body>"),
      said("wiccarocks", "m3", "<body>poster three</body>"),
      said("wiccarocks", "m4", "<body>nothing</body><replace xmlns='urn:xmpp:message-correct:0' id='m3'/>"),
      said("hag", "m5", "<body>nothing</body><replace xmlns='urn:xmpp:message-correct:0' id='m2'/>"), // not hers
    ]);
    const texts = async (query = {}) =>
      (await store.rooms.page("coven", { text: "poster", limit: 9, ...query })).messages.map(({ xml }) => bodyOf(xml));
    expect(await texts()).toEqual(["poster one", "poster two"]);
    expect(await texts({ with: "hag@localhost" })).toEqual(["poster one"]);
    const replaces = { id: first?.id ?? 0, xml: "<message/>" };
    await store.rooms.append(tenure, [{ ...said("hag", "m6", ""), replaces }]);
    expect(await texts()).toEqual(["poster two"]);
    await store.rooms.change(tenure, [{ kind: "destroy" }]);
    await store.rooms.create("coven", config, "hag@localhost", 10);
    expect(await texts()).toEqual([]);
  });

  async function talk(
    open: OpenWorld,
    ...bodies: readonly string[]
  ): Promise<Couple & { readonly ids: readonly number[] }> {
    const couple = await openCouple(await open());
    const ids: number[] = [];
    for (const [i, body] of bodies.entries()) {
      ids.push(await accepted(couple.store, message(couple.alice, couple.bob, `t${i}`, body)));
    }
    return { ...couple, ids };
  }
}

async function find(store: Store, owner: Account, text: string, query: Partial<PageQuery> = {}): Promise<string[]> {
  const { messages } = await store.archive.page(owner.id, { text, limit: 1_000, ...query });
  return messages.map(({ xml }) => bodyOf(xml));
}

function raw(from: Account, to: Account, id: string, content: string) {
  const request = message(from, to, id, "");
  return { ...request, xml: request.xml.replace("<body></body>", content) };
}

function said(nick: string, id: string, content: string): NewRoomMessage {
  const xml = `<message from='coven@conference.localhost/${nick}' id='${id}' type='groupchat'>${content}</message>`;
  return { xml, author: `${nick}@localhost`, nick, origin: undefined, isSubject: false };
}

function bodyOf(xml: string): string {
  return (/<body>([^<]*)<\/body>/.exec(xml)?.[1] ?? "").replaceAll("&gt;", ">");
}

const hostile = [
  '"',
  "'",
  "a' | 'b",
  "NOT one",
  'one" OR "two',
  "text:one",
  "one*",
  "{one}",
  "^one",
  "one\\",
  "one) --",
  "%",
  "one & !two",
  "NEAR(one two)",
  "\u0000one",
];

const answer = `<body>&gt; poster
Lovely</body><reply xmlns='urn:xmpp:reply:0' id='f1'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'><body start='0' end='9'/></fallback>`;

const file =
  "<body>https://upload.localhost/1/x</body><file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'>" +
  "<name>Plakat-A3.pdf</name></file><sources><url-data xmlns='http://jabber.org/protocol/url-data' target='https://upload.localhost/1/x'/></sources></file-sharing>";
