import { expect, test } from "vitest";
import { befriend } from "./couple.fixture.ts";
import { type Guest, openHouse } from "./house.fixture.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";

async function talk(limits = {}): Promise<{ juliet: Guest; chamber: Guest; romeo: Guest }> {
  const house = await openHouse([roster, presence], limits);
  const juliet = await house.login("juliet@example.com/balcony");
  const chamber = await house.login("juliet@example.com/chamber");
  const romeo = await house.login("romeo@example.com/orchard");
  return { juliet, chamber, romeo };
}

const get = (attributes = "") => `<iq type='get' id='get'><query xmlns='jabber:iq:roster' ${attributes}/></iq>`;
const set = (item: string, to = "") =>
  `<iq type='set' id='set' ${to}><query xmlns='jabber:iq:roster'>${item}</query></iq>`;
const nurse = "<item jid='nurse@example.com' name='Nurse'><group>Servants</group></item>";

test("an empty roster has a version", async () => {
  const { juliet } = await talk();
  expect(await juliet.asks(get())).toEqual([
    "<iq type='result' id='get' to='juliet@example.com/balcony'><query xmlns='jabber:iq:roster' ver='0'/></iq>",
  ]);
});

test("a contact that is added is pushed to every session that asked for the roster, and to no other", async () => {
  const { juliet, chamber, romeo } = await talk();
  await juliet.asks(get());
  const received = await juliet.asks(set(nurse));
  expect(received).toContain("<iq type='result' id='set' to='juliet@example.com/balcony'/>");
  expect(received).toContain(
    "<iq type='set' id='random-1' to='juliet@example.com/balcony'><query xmlns='jabber:iq:roster' ver='1'><item jid='nurse@example.com' name='Nurse' subscription='none'><group>Servants</group></item></query></iq>",
  );
  expect(chamber.received()).toEqual([]);
  expect(romeo.received()).toEqual([]);
});

test("a contact is changed by setting it anew: name and groups are replaced", async () => {
  const { juliet } = await talk();
  await juliet.sends(set(nurse));
  await juliet.sends(set("<item jid='nurse@example.com'/>"));
  expect((await juliet.asks(get())).join("")).toContain("<item jid='nurse@example.com' subscription='none'/>");
});

test("what a client says of subscription, ask and approved is ignored (RFC 6121 §2.1.2)", async () => {
  const { juliet } = await talk();
  await juliet.sends(set("<item jid='romeo@example.com' subscription='both' ask='subscribe' approved='true'/>"));
  expect((await juliet.asks(get())).join("")).toContain("<item jid='romeo@example.com' subscription='none'/>");
});

test("a contact that is removed is pushed as removed", async () => {
  const { juliet, chamber } = await talk();
  await juliet.sends(set(nurse));
  await chamber.asks(get());
  await juliet.sends(set("<item jid='nurse@example.com' subscription='remove'/>"));
  expect(chamber.received().join("")).toContain("<item jid='nurse@example.com' subscription='remove'/>");
});

test("removing whom one does not have is item-not-found", async () => {
  const { juliet } = await talk();
  const [answer] = await juliet.asks(set("<item jid='nurse@example.com' subscription='remove'/>"));
  expect(answer).toContain("<item-not-found");
});

test("removing a contact ends both subscriptions, and the contact hears of it (RFC 6121 §2.5.2)", async () => {
  const { juliet, romeo } = await talk();
  for (const guest of [juliet, romeo]) await guest.sends("<presence/>");
  await befriend(juliet, romeo);
  await romeo.asks(get());
  await juliet.sends(set("<item jid='romeo@example.com' subscription='remove'/>"));
  const heard = romeo.received().join("");
  expect(heard).toContain("<presence from='juliet@example.com' to='romeo@example.com' type='unsubscribe'/>");
  expect(heard).toContain("<presence from='juliet@example.com' to='romeo@example.com' type='unsubscribed'/>");
  expect(heard).toContain("<presence from='juliet@example.com/balcony' type='unavailable' to='romeo@example.com'/>");
  expect((await romeo.asks(get())).join("")).toContain("<item jid='juliet@example.com' subscription='none'/>");
});

test("with the version it has, a client gets nothing new; with an older one, what has changed", async () => {
  const { juliet } = await talk();
  await juliet.sends(set(nurse));
  await juliet.sends(set("<item jid='tybalt@example.com'/>"));
  expect(await juliet.asks(get("ver='2'"))).toEqual(["<iq type='result' id='get' to='juliet@example.com/balcony'/>"]);
  const [result, ...pushes] = await juliet.asks(get("ver='1'"));
  expect(result).toBe("<iq type='result' id='get' to='juliet@example.com/balcony'/>");
  expect(pushes).toHaveLength(1);
  expect(pushes[0]).toContain("ver='2'><item jid='tybalt@example.com' subscription='none'/>");
});

test("with a version nobody knows, or an empty one, a client gets the whole roster", async () => {
  const { juliet } = await talk();
  await juliet.sends(set(nurse));
  for (const version of ["", "99", "of another server"]) {
    expect((await juliet.asks(get(`ver='${version}'`)))[0]).toContain("<item jid='nurse@example.com'");
  }
});

test.each([
  ["two items", "<item jid='a@example.com'/><item jid='b@example.com'/>", "bad-request"],
  ["no item", "", "bad-request"],
  ["an item without a jid", "<item name='Nobody'/>", "bad-request"],
  ["an address that is none", "<item jid='@example.com'/>", "jid-malformed"],
  ["a full address", "<item jid='nurse@example.com/kitchen'/>", "bad-request"],
  ["oneself", "<item jid='JULIET@example.com'/>", "not-allowed"],
  ["a group without a name", "<item jid='a@example.com'><group/></item>", "not-acceptable"],
  ["a group twice", "<item jid='a@example.com'><group>A</group><group>A</group></item>", "bad-request"],
  ["too long a name", `<item jid='a@example.com' name='${"ä".repeat(512)}'/>`, "not-acceptable"],
  ["too long a group", `<item jid='a@example.com'><group>${"a".repeat(1024)}</group></item>`, "not-acceptable"],
])("%s is refused", async (_, item, condition) => {
  const { juliet } = await talk();
  expect((await juliet.asks(set(item)))[0]).toContain(`<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'`);
  expect((await juliet.asks(get()))[0]).not.toContain("<item");
});

test("nobody reads or changes somebody else's roster", async () => {
  const { juliet, romeo } = await talk();
  await juliet.sends(set(nurse));
  const read = `<iq type='get' id='1' to='juliet@example.com'><query xmlns='jabber:iq:roster'/></iq>`;
  expect((await romeo.asks(read))[0]).toContain("<forbidden");
  expect((await romeo.asks(set("<item jid='romeo@example.com'/>", "to='juliet@example.com'")))[0]).toContain(
    "<forbidden",
  );
  expect((await juliet.asks(get())).join("")).not.toContain("romeo");
});

test("a name that would be markup stays a name", async () => {
  const { juliet } = await talk();
  await juliet.sends(set(`<item jid='a@example.com' name="&lt;'&amp;&quot;>"/>`));
  expect((await juliet.asks(get()))[0]).toContain("name='&lt;&apos;&amp;&quot;&gt;'");
});

test("a change while the roster is being read is pushed behind the roster, which may not have it yet", async () => {
  const house = await openHouse([roster, presence]);
  const juliet = await house.login("juliet@example.com/balcony");
  const chamber = await house.login("juliet@example.com/chamber");
  const [read, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { roster: store } = house.memory.store;
  const write = store.write;
  store.write = async (owner) => {
    const found = await write(owner);
    read.resolve();
    await late.promise;
    return found;
  };
  const answered = juliet.sends(get());
  await read.promise;
  await chamber.sends(set(nurse));
  expect(juliet.received()).toEqual([]);
  late.resolve();
  await answered;
  const [answer, push] = juliet.received();
  expect(answer).toContain("<query xmlns='jabber:iq:roster' ver='0'/>");
  expect(push).toMatch(/^<iq type='set' .*ver='1'><item jid='nurse@example.com' name='Nurse'/);
});
