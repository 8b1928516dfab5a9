import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { befriend, here } from "../couple.fixture.ts";
import { openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { bookmarks } from "./bookmarks.ts";
import { pep } from "./pep.ts";
import { privateStorage } from "./private-storage.ts";
import { vcard } from "./vcard.ts";

const open = () => openHouse([roster, presence, pep, vcard, privateStorage, bookmarks]);
const PUBSUB = "http://jabber.org/protocol/pubsub";
const image = "aGVsbG8=";
const hash = createHash("sha1").update("hello").digest("hex");

const publish = (node: string, id: string, payload: string) =>
  `<iq type='set' id='p'><pubsub xmlns='${PUBSUB}'><publish node='${node}'><item id='${id}'>${payload}</item></publish></pubsub></iq>`;
const items = (node: string, to = "romeo@example.com") =>
  `<iq type='get' id='i' to='${to}'><pubsub xmlns='${PUBSUB}'><items node='${node}'/></pubsub></iq>`;
const getCard = (to: string) => `<iq type='get' id='v' to='${to}'><vCard xmlns='vcard-temp'/></iq>`;
const setCard = (inner: string) => `<iq type='set' id='v'><vCard xmlns='vcard-temp'>${inner}</vCard></iq>`;
const photo = `<PHOTO><TYPE>image/png</TYPE><BINVAL>${image}</BINVAL></PHOTO>`;
const data = publish("urn:xmpp:avatar:data", hash, `<data xmlns='urn:xmpp:avatar:data'>${image}</data>`);
const metadata = publish(
  "urn:xmpp:avatar:metadata",
  hash,
  `<metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='5' id='${hash}' type='image/png'/></metadata>`,
);

describe("a vCard", () => {
  test("is kept, and shown to everybody", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const tybalt = await here(house, "tybalt@example.com/street");
    expect(await romeo.asks(getCard("romeo@example.com"))).toEqual([expect.stringContaining("<item-not-found")]);
    await romeo.asks(setCard("<FN>Romeo</FN>"));
    for (const guest of [romeo, tybalt])
      expect(await guest.asks(getCard("romeo@example.com"))).toEqual([
        expect.stringContaining("<vCard xmlns='vcard-temp'><FN>Romeo</FN></vCard>"),
      ]);
    const refused = await tybalt.asks(setCard("").replace("<iq", "<iq to='romeo@example.com'"));
    expect(refused).toEqual([expect.stringContaining("<forbidden")]);
    for (const nobody of ["tybalt@example.com", "nobody@example.com"])
      expect(await romeo.asks(getCard(nobody))).toEqual([expect.stringContaining("<service-unavailable")]);
  });

  test("that is too long, or no image, is refused", async () => {
    const romeo = await here(await open(), "romeo@example.com/orchard");
    expect(await romeo.asks(setCard(`<DESC>${"x".repeat(200_000)}</DESC>`))).toEqual([
      expect.stringContaining("<not-acceptable"),
    ]);
    expect(await romeo.asks(setCard("<PHOTO><BINVAL>???</BINVAL></PHOTO>"))).toEqual([
      expect.stringContaining("<bad-request"),
    ]);
  });

  test("with a photo makes that the avatar, and one without takes it away", async () => {
    const romeo = await here(await open(), "romeo@example.com/orchard");
    await romeo.sends(setCard(`<FN>Romeo</FN>${photo}`));
    expect(await romeo.asks(items("urn:xmpp:avatar:data"))).toEqual([expect.stringContaining(`${image}</data>`)]);
    expect(await romeo.asks(items("urn:xmpp:avatar:metadata"))).toEqual([
      expect.stringContaining(`<info bytes='5' id='${hash}' type='image/png'/>`),
    ]);
    expect(await romeo.asks(getCard("romeo@example.com"))).toEqual([
      expect.stringContaining(`<BINVAL>${image}</BINVAL>`),
    ]);
    await romeo.sends(setCard("<FN>Romeo</FN>"));
    expect(await romeo.asks(getCard("romeo@example.com"))).toEqual([expect.not.stringContaining("<PHOTO>")]);
    expect(await romeo.asks(items("urn:xmpp:avatar:metadata"))).toEqual([
      expect.stringContaining("<metadata xmlns='urn:xmpp:avatar:metadata'/>"),
    ]);
  });

  test("shows the avatar that was published to those who may see it", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    const tybalt = await here(house, "tybalt@example.com/street");
    await befriend(romeo, juliet);
    await romeo.sends(setCard("<FN>Romeo</FN>"));
    await romeo.sends(data);
    await romeo.sends(metadata);
    expect(await juliet.asks(getCard("romeo@example.com"))).toEqual([
      expect.stringContaining(`<BINVAL>${image}</BINVAL>`),
    ]);
    expect(await tybalt.asks(getCard("romeo@example.com"))).toEqual([
      expect.stringMatching(/<FN>Romeo<\/FN><\/vCard>/),
    ]);
  });
});

describe("presence", () => {
  const update = `<x xmlns='vcard-temp:x:update'><photo>${hash}</photo></x>`;

  test("carries the avatar's hash, and is sent again when that changes", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await befriend(romeo, juliet);
    await romeo.sends(data);
    await romeo.sends(metadata);
    expect(juliet.received()).toEqual([expect.stringContaining(update)]);
    await romeo.sends("<presence><show>away</show><x xmlns='vcard-temp:x:update'/></presence>");
    expect(juliet.received()).toEqual([expect.stringContaining(`<show>away</show>${update}</presence>`)]);
    await romeo.sends("<presence to='juliet@example.com/balcony'/>");
    expect(juliet.received()).toEqual([expect.stringContaining(update)]);
    await romeo.sends(metadata);
    expect(juliet.received()).toEqual([]);
  });

  test("carries a new avatar's hash though nobody could be told of it yet", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await befriend(romeo, juliet);
    const { pubsub } = house.memory.store;
    const read = Promise.withResolvers<void>();
    const { affiliations } = pubsub;
    vi.spyOn(pubsub, "affiliations").mockImplementation((...query) => read.promise.then(() => affiliations(...query)));
    await romeo.sends(setCard(photo));
    juliet.received();
    await romeo.sends("<presence to='juliet@example.com/balcony'/>");
    expect(juliet.received()).toEqual([expect.stringContaining(update)]);
    read.resolve();
    await expect.poll(() => juliet.received().join()).toContain(update);
  });

  test("that carries it already is not sent again when others are told of it", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await befriend(romeo, juliet);
    const { pubsub } = house.memory.store;
    const read = Promise.withResolvers<void>();
    const { affiliations } = pubsub;
    vi.spyOn(pubsub, "affiliations").mockImplementation((...query) => read.promise.then(() => affiliations(...query)));
    await romeo.sends(setCard(photo));
    await romeo.sends("<presence><show>away</show></presence>");
    expect(juliet.received()).toEqual([expect.stringContaining(`<show>away</show>${update}`)]);
    read.resolve();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(juliet.received()).toEqual([]);
  });

  test("of a client that has no photo to show is left as it is", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    await romeo.sends(data);
    await romeo.sends(metadata);
    romeo.received();
    const empty = "<x xmlns='vcard-temp:x:update'><photo/></x>";
    expect(await romeo.asks(`<presence>${empty}</presence>`)).toEqual([expect.stringContaining(empty)]);
    expect(await romeo.asks("<presence type='unavailable'/>")).toEqual([expect.not.stringContaining("<x ")]);
  });
});

describe("private XML", () => {
  const query = (type: string, inner: string) =>
    `<iq type='${type}' id='q'><query xmlns='jabber:iq:private'>${inner}</query></iq>`;

  test("comes back as it was stored, each kind for itself, to its owner alone", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await romeo.sends(query("set", "<a xmlns='one'><b>1</b></a>"));
    await romeo.sends(query("set", "<a xmlns='two'/>"));
    expect(await romeo.asks(query("get", "<a xmlns='one'/>"))).toEqual([
      expect.stringContaining("<query xmlns='jabber:iq:private'><a xmlns='one'><b>1</b></a></query>"),
    ]);
    expect(await juliet.asks(query("get", "<a xmlns='one'/>"))).toEqual([expect.stringContaining("<a xmlns='one'/>")]);
    const theirs = query("get", "<a xmlns='one'/>").replace("<iq", "<iq to='romeo@example.com'");
    expect(await juliet.asks(theirs)).toEqual([expect.stringContaining("<forbidden")]);
  });

  test.each(["", "<a xmlns='jabber:iq:roster'/>", "<vCard xmlns='vcard-temp'/>"])("cannot be %j", async (inner) => {
    const romeo = await here(await open(), "romeo@example.com/orchard");
    for (const type of ["get", "set"])
      expect(await romeo.asks(query(type, inner))).toEqual([expect.stringContaining("<not-acceptable")]);
  });

  test("is limited", async () => {
    const romeo = await here(await open(), "romeo@example.com/orchard");
    expect(await romeo.asks(query("set", `<a xmlns='${"n".repeat(1_024)}'/>`))).toEqual([
      expect.stringContaining("<not-acceptable"),
    ]);
    for (let i = 0; i < 50; i += 1) await romeo.sends(query("set", `<a xmlns='n${i}'>${"x".repeat(190_000)}</a>`));
    expect(romeo.received().filter((answer) => answer.includes("<resource-constraint"))).not.toEqual([]);
  });

  const room = "<conference jid='room@conference.example.com' name='Room' autojoin='1'><nick>Me</nick></conference>";
  const storage = (inner: string) => query("set", `<storage xmlns='storage:bookmarks'>${inner}</storage>`);

  test("with bookmarks becomes those of the account's nodes", async () => {
    const romeo = await here(await open(), "romeo@example.com/orchard");
    await romeo.sends(storage(`<url name='U' url='http://u'/>${room}`));
    expect(await romeo.asks(items("urn:xmpp:bookmarks:1"))).toEqual([
      expect.stringContaining(
        "<item id='room@conference.example.com'><conference xmlns='urn:xmpp:bookmarks:1' name='Room' autojoin='true'><nick>Me</nick></conference></item>",
      ),
    ]);
    const extended =
      "<conference xmlns='urn:xmpp:bookmarks:1' name='Other'><extensions><n xmlns='e'/></extensions></conference>";
    await romeo.sends(publish("urn:xmpp:bookmarks:1", "room@conference.example.com", extended));
    const [legacy] = await romeo.asks(query("get", "<storage xmlns='storage:bookmarks'/>"));
    expect(legacy).toContain("<url name='U' url='http://u'/>");
    expect(legacy).toContain("name='Other' autojoin='false'/>");
    expect(await romeo.asks(items("storage:bookmarks"))).toEqual([expect.stringContaining("name='Other'")]);
    await romeo.sends(storage(room));
    expect(await romeo.asks(items("urn:xmpp:bookmarks:1"))).toEqual([
      expect.stringMatching(/name='Room' autojoin='true'><nick>Me<\/nick><extensions><n xmlns='e'\/>/),
    ]);
    await romeo.sends(storage(""));
    expect(await romeo.asks(items("urn:xmpp:bookmarks:1"))).toEqual([
      expect.stringContaining("<items node='urn:xmpp:bookmarks:1'/>"),
    ]);
  });

  describe("with bookmarks that change", () => {
    const [OLDER, NEWER] = ["storage:bookmarks", "urn:xmpp:bookmarks:1"];
    const bookmark = (jid: string, name = jid) =>
      publish("urn:xmpp:bookmarks:1", jid, `<conference xmlns='urn:xmpp:bookmarks:1' name='${name}'/>`);
    const legacy = (...jids: readonly string[]) =>
      storage(jids.map((jid) => `<conference jid='${jid}' name='${jid}'/>`).join(""));
    const retract = (jid: string) =>
      `<iq type='set' id='r'><pubsub xmlns='${PUBSUB}'><retract node='urn:xmpp:bookmarks:1' notify='1'><item id='${jid}'/></retract></pubsub></iq>`;

    /** Names of rooms in either form, after the second was sent while a node was being written because of the first. */
    async function roomsAfter(first: string, node: string, second: string) {
      const house = await open();
      const romeo = await here(house, "romeo@example.com/orchard");
      await romeo.sends(legacy("old@b", "older@b"));
      const { pubsub } = house.memory.store;
      const write = pubsub.publish;
      let meanwhile: Promise<void> | undefined;
      vi.spyOn(pubsub, "publish").mockImplementation((place, name, publication) => {
        if (name === node) meanwhile ??= romeo.sends(second);
        return write(place, name, publication);
      });
      await romeo.sends(first);
      await meanwhile;
      const newer = await romeo.asks(items("urn:xmpp:bookmarks:1"));
      const older = await romeo.asks(query("get", "<storage xmlns='storage:bookmarks'/>"));
      return [newer, older].map((answers) => [...answers.join().matchAll(/ name='([^']*)'/g)].map(([, name]) => name));
    }

    test.each([
      ["one more and another", bookmark("one@b"), OLDER, bookmark("two@b"), ["old@b", "older@b", "one@b", "two@b"]],
      ["a name twice", bookmark("old@b", "new"), OLDER, bookmark("old@b", "newer"), ["newer", "older@b"]],
      ["one less and another", retract("old@b"), OLDER, retract("older@b"), []],
      ["the older form, then the newer", legacy("one@b"), OLDER, bookmark("two@b"), ["one@b", "two@b"]],
      ["the newer form, then the older", bookmark("one@b"), NEWER, legacy("two@b", "old@b"), ["old@b", "two@b"]],
    ])("at once, all of it counts: %s", async (_, first, node, second, names) => {
      const rooms = await roomsAfter(first, node, second);
      expect(rooms.map((some) => some.sort())).toEqual([names, names]);
    });
  });

  test("with bookmarks goes to nodes that nobody else reads, whatever they were", async () => {
    const house = await open();
    const romeo = await here(house, "romeo@example.com/orchard");
    const juliet = await here(house, "juliet@example.com/balcony");
    await befriend(romeo, juliet);
    await romeo.sends(publish("urn:xmpp:bookmarks:1", "a@b", "<conference xmlns='urn:xmpp:bookmarks:1'/>"));
    await romeo.sends(storage(room));
    for (const node of ["urn:xmpp:bookmarks:1", "storage:bookmarks"])
      expect(await juliet.asks(items(node))).toEqual([expect.stringContaining("<closed-node")]);
  });
});
