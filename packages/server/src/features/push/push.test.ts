import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { blocking } from "../blocking/blocking.ts";
import { type Guest, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { pep } from "../pubsub/pep.ts";
import { rooms } from "../rooms/rooms.ts";
import { roster } from "../roster.ts";
import { push } from "./push.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const OPTIONS =
  "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#publish-options</value></field><field var='secret'><value>s3cret</value></field></x>";
const SERVICE = "app@example.com/service";
const enable = (node: string, inside = "", jid = SERVICE) =>
  `<iq type='set' id='e'><enable xmlns='urn:xmpp:push:0' jid='${jid}' node='${node}'>${inside}</enable></iq>`;
const disable = (attributes: string) => `<iq type='set' id='d'><disable xmlns='urn:xmpp:push:0' ${attributes}/></iq>`;
const hello = (id: string, body = "<body>the secret words</body>") =>
  `<message to='juliet@example.com' type='chat' id='${id}'>${body}</message>`;

const published = (what: string) =>
  `<iq type='set' id='p'><pubsub xmlns='http://jabber.org/protocol/pubsub'>${what}</pubsub></iq>`;

/** Romeo's words are not to be told of; what came of it is not looked at. */
async function mutes(phone: Guest, settings: string): Promise<void> {
  const notify = `<notify xmlns='urn:xmpp:notification-settings:1'>${settings}</notify>`;
  const item = `<conversation xmlns='urn:yonder:conversations:0'>${notify}</conversation>`;
  await phone.sends(
    published(`<publish node='urn:yonder:conversations:0'><item id='romeo@example.com'>${item}</item></publish>`),
  );
  phone.received();
}

/** Juliet's phone, which may sleep; Romeo, and the service of her app. */
async function open() {
  const house = await openHouse([roster, presence, pep, blocking, rooms, push]);
  const service = await house.login(SERVICE);
  const romeo = await house.login("romeo@example.com/orchard");
  const phone = await house.login("juliet@example.com/phone");
  await phone.sends("<presence/>");
  phone.received();
  const sleeps = () => phone.session.attend(false);
  const told = () => service.received().filter((stanza) => stanza.includes("urn:xmpp:push:0"));
  return { house, service, romeo, phone, sleeps, told };
}

describe("a push service", () => {
  test("is told that a message waits, and by whom, but not what it says", async () => {
    const { romeo, phone, sleeps, told } = await open();
    expect(await phone.asks(enable("n1", OPTIONS))).toEqual([
      "<iq type='result' id='e' to='juliet@example.com/phone'/>",
    ]);
    sleeps();
    await romeo.sends(hello("m1"));
    const [stanza, ...others] = told();
    expect(others).toEqual([]);
    expect(stanza).toMatch(/^<iq type='set' from='example.com' to='app@example.com\/service' id='push-3-[\da-f]{16}-/);
    expect(stanza).toContain("<publish node='n1'><item><notification xmlns='urn:xmpp:push:0'>");
    expect(stanza).toContain("<field var='message-count'><value>1</value></field>");
    expect(stanza).toContain("<field var='last-message-sender'><value>romeo@example.com</value></field>");
    expect(stanza).toContain(`<publish-options>${OPTIONS}</publish-options>`);
    expect(stanza).not.toContain("secret words");
  });

  test("hears of what comes within seconds in one go", async () => {
    const { romeo, phone, sleeps, told } = await open();
    await phone.sends(enable("n1"));
    sleeps();
    for (const id of ["m1", "m2", "m3"]) await romeo.sends(hello(id));
    expect(told()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told().join("")).toContain("<field var='message-count'><value>2</value></field>");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told()).toEqual([]);
    await romeo.sends(hello("m4"));
    expect(told()).toHaveLength(1);
  });

  test("hears nothing while somebody looks, of what is no news, and once it is disabled", async () => {
    const { house, romeo, phone, sleeps, told } = await open();
    await phone.sends(enable("n1"));
    await phone.sends(enable("n2"));
    await romeo.sends(hello("m1"));
    expect(told()).toEqual([]);
    sleeps();
    await romeo.sends(hello("m2", "<received xmlns='urn:xmpp:receipts' id='x'/>"));
    await romeo.sends(hello("m3", "<composing xmlns='http://jabber.org/protocol/chatstates'/>"));
    await romeo.sends(hello("m7", "<body>Edited</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>"));
    await romeo.sends(hello("m8", "<body>Removed</body><retract xmlns='urn:xmpp:message-retract:1' id='m1'/>"));
    await romeo.sends(hello("m9", "<body>+1</body><reactions xmlns='urn:xmpp:reactions:0' id='m1'/>"));
    expect(told()).toEqual([]);
    const desk = await house.login("juliet@example.com/desk");
    await desk.sends("<presence/>");
    await romeo.sends(hello("m4"));
    expect(told()).toEqual([]);
    await desk.leaves();
    await phone.sends(disable(`jid='${SERVICE}' node='n1'`));
    await romeo.sends(hello("m5"));
    expect(told().join("")).toContain("<publish node='n2'>");
    await phone.sends(disable(`jid='${SERVICE}'`));
    await vi.advanceTimersByTimeAsync(60_000);
    await romeo.sends(hello("m6"));
    expect(told()).toEqual([]);
  });

  test("is told no more of who has another password, unless their session goes on", async () => {
    const { house, romeo, phone, sleeps, told } = await open();
    const { id, username } = phone.session.account;
    const stranger = await house.login("juliet@example.com/stranger");
    await stranger.sends(enable("n2"));
    await phone.sends(enable("n1"));
    await stranger.leaves();
    house.memory.changeAccount({ kind: "credentials", id, username, epoch: 0 });
    await vi.advanceTimersByTimeAsync(2_000);
    sleeps();
    await romeo.sends(hello("m1"));
    expect(told().join("")).toMatch(/^<iq [^>]*><pubsub [^>]*><publish node='n1'>(?:(?!<iq ).)*$/);
  });

  test.each([
    ["everywhere", "<never/>", 0],
    ["on phones", "<always/><never identity-category='client' identity-type='phone'/>", 0],
    ["in browsers alone", "<never identity-category='client' identity-type='web'/>", 1],
    ["but for mentions", "<on-mention/>", 1],
  ])("of a conversation that is muted %s", async (_, settings, count) => {
    const { house, romeo, phone, sleeps, told } = await open();
    await phone.sends(enable("n1"));
    sleeps();
    await mutes(phone, settings);
    await romeo.sends(hello("m1"));
    expect(told()).toHaveLength(count);
    const nurse = await house.login("nurse@example.com/hall");
    await vi.advanceTimersByTimeAsync(60_000);
    await nurse.sends(hello("m2"));
    expect(told()).toHaveLength(1);
    await phone.sends(
      published("<retract node='urn:yonder:conversations:0' notify='true'><item id='romeo@example.com'/></retract>"),
    );
    await vi.advanceTimersByTimeAsync(60_000);
    await romeo.sends(hello("m3"));
    expect(told()).toHaveLength(1);
  });

  test("is told when nobody is here at all", async () => {
    const { romeo, phone, told } = await open();
    await phone.sends(enable("n1"));
    await phone.leaves();
    await romeo.sends(hello("m1"));
    expect(told()).toHaveLength(1);
  });

  test("is told of what was on its way when the connection was lost", async () => {
    const { romeo, phone, told } = await open();
    await phone.sends(enable("n1"));
    phone.session.manage(true, undefined);
    await romeo.sends(hello("m1"));
    expect(told()).toEqual([]);
    phone.session.detach(phone.connection, "lost");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told()).toHaveLength(1);
  });

  test("that refuses is told no more, unless it may take the next one; nobody else refuses for it", async () => {
    const { house, service, romeo, phone, sleeps, told } = await open();
    await phone.sends(enable("n1"));
    sleeps();
    await romeo.sends(hello("m1"));
    const [, id] = / id='(push-[^']+)'/.exec(told().join("")) ?? [];
    const refusal = (type: string, condition: string) =>
      `<iq type='error' id='${id}' to='example.com'><error type='${type}'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`;
    await romeo.sends(refusal("cancel", "item-not-found"));
    await service.sends(refusal("wait", "resource-constraint"));
    expect(await house.host.store.pushes.of("juliet")).toHaveLength(1);
    await service.sends(refusal("cancel", "item-not-found"));
    expect(await house.host.store.pushes.of("juliet")).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    await romeo.sends(hello("m2"));
    expect(told()).toEqual([]);
  });
});

const HILL = "hill@conference.example.com";
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A group of Romeo's that Juliet belongs to. */
async function openGroup(bookmark: string) {
  const it = await open();
  const { romeo, phone } = it;
  const asks = (payload: string) => romeo.sends(`<iq type='set' id='q' to='${HILL}'>${payload}</iq>`);
  await romeo.sends(`<presence to='${HILL}/Romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  await vi.waitFor(() => expect(romeo.received().join("")).toContain("110"));
  await asks("<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>");
  await asks(
    "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member' jid='juliet@example.com'/></query>",
  );
  await phone.sends(enable("n1"));
  await phone.sends(published(`<publish node='urn:xmpp:bookmarks:1'><item id='${HILL}'>${bookmark}</item></publish>`));
  const says = async (body: string) => {
    romeo.received();
    await romeo.sends(`<message to='${HILL}' type='groupchat' id='${body}'><body>${body}</body></message>`);
    await vi.waitFor(() => expect(romeo.received().join("")).toContain(body));
    for (let turns = 0; turns < 5; turns += 1) await settled();
  };
  return { ...it, says };
}

const bookmark = (attributes: string, settings = "") =>
  `<conference xmlns='urn:xmpp:bookmarks:1' ${attributes}><nick>Juliet Capulet</nick><extensions>` +
  `<notify xmlns='urn:xmpp:notification-settings:1'>${settings}</notify></extensions></conference>`;

describe("what is said in a group", () => {
  test.each([
    ["all", bookmark("autojoin='true'"), [1, 1]],
    ["mentions", bookmark("autojoin='1'", "<on-mention/>"), [0, 1]],
    ["nothing", bookmark("autojoin='true'", "<never/>"), [0, 0]],
    ["nothing, for they have left it", bookmark("autojoin='false'"), [0, 0]],
  ])("is told to who is away and wants to be told of %s", async (_, item, counts) => {
    const { phone, says, told, house } = await openGroup(item);
    await says("Attended");
    expect(told()).toEqual([]);
    await phone.leaves();
    await says("Good evening");
    const first = told();
    expect(first).toHaveLength(counts[0] ?? 0);
    for (const stanza of first) expect(stanza).toContain(`<value>${HILL}</value>`);
    await vi.advanceTimersByTimeAsync(60_000);
    await says("Where is @Juliet?");
    expect(told()).toHaveLength(counts[1] ?? 0);
    expect(await house.host.store.pushes.of("juliet")).toHaveLength(1);
  });

  test("is not told to who has blocked its author", async () => {
    const { phone, says, told } = await openGroup(bookmark("autojoin='true'"));
    await phone.sends(
      "<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='romeo@example.com'/></block></iq>",
    );
    await phone.leaves();
    await says("Good evening");
    expect(told()).toEqual([]);
  });
});

describe("a request", () => {
  test.each([
    ["without a service", "<iq type='set' id='e'><enable xmlns='urn:xmpp:push:0'/></iq>", "<bad-request"],
    ["for a broken address", enable("n", "", "@"), "<jid-malformed"],
    ["for a service out of reach", enable("n", "", "push.example.net"), "<remote-server-not-found"],
    ["for an account of ours", enable("n", "", "romeo@example.com"), "<not-acceptable"],
    ["with another form", enable("n", OPTIONS.replace("publish-options", "other")), "<bad-request"],
    ["with a long node", enable("n".repeat(1_025)), "<not-acceptable"],
    ["with many options", enable("n", OPTIONS.replace("s3cret", "s".repeat(4_096))), "<not-acceptable"],
    ["for somebody else", enable("n").replace("<iq", "<iq to='romeo@example.com'"), "<forbidden"],
  ])("%s is refused", async (_, request, condition) => {
    const { phone } = await open();
    expect((await phone.asks(request)).join("")).toContain(condition);
  });
});
