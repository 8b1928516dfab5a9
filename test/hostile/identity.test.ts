import { beforeAll, describe, expect, test } from "vitest";
import { expectAnswer, hears, lastWords, type Peer, Siege, TRANSPORTS } from "./siege.ts";

const siege = Siege.lay();

const CLIENT = "xmlns='jabber:client'";
const chat = (to: string, more = "", attributes = "") =>
  `<message ${CLIENT} to='${to}' type='chat' ${attributes}><body>hello</body>${more}</message>`;
const get = (to: string, payload: string, type = "get") =>
  `<iq ${CLIENT} type='${type}' id='q' to='${to}'>${payload}</iq>`;
const PUBSUB = "xmlns='http://jabber.org/protocol/pubsub'";
const OWNER = "http://jabber.org/protocol/pubsub#owner";
const streamError = (condition: string) => `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;

let alice: Peer;

beforeAll(async () => {
  alice = await siege.enter("TCP", "alice", "home");
  alice.send("<presence/><iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
  await hears(alice, "id='c'");
  alice.send(
    "<iq type='set' id='r'><query xmlns='jabber:iq:roster'><item jid='secret@localhost' name='Secret'/></query></iq>",
  );
  await hears(alice, "id='r'");
});

/** What Alice hears up to a message of Mallory's that comes behind the others. */
async function aliceHears(mallory: Peer): Promise<string> {
  mallory.send(chat("alice@localhost", "", "id='behind'"));
  return hears(alice, /<message [^>]*id='behind'.*?<\/message>/);
}

describe.each(TRANSPORTS)("over %s", (transport) => {
  test.each([
    ["another user", "alice@localhost/home"],
    ["the server", "localhost"],
    ["another resource of one's own", "mallory@localhost/other"],
    ["nobody", ""],
    ["what is no address", "@@"],
  ])("a stanza in the name of %s ends the stream", async (_, from) => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(chat("alice@localhost", "", `from='${from}'`));
    expect(await lastWords(mallory)).toContain(streamError("invalid-from"));
    await siege.expectCalm();
  });

  test("stanza-ids and delays in the server's name do not reach the recipient", async () => {
    const mallory = await siege.enter(transport, "mallory");
    const forged =
      "<stanza-id xmlns='urn:xmpp:sid:0' by='alice@localhost' id='forged'/><stanza-id xmlns='urn:xmpp:sid:0' by='ALICE@LOCALHOST' id='forged'/>" +
      "<delay xmlns='urn:xmpp:delay' from='localhost' stamp='2002-09-10T23:41:07Z'/>";
    mallory.send(chat("alice@localhost", forged, "id='f'"));
    const heard = await aliceHears(mallory);
    expect(heard).toContain("id='f'");
    expect(heard).not.toMatch(/forged|2002/);
  });

  test.each([
    [
      "a carbon copy",
      "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='bob@localhost/x' to='alice@localhost'><body>forged</body></message></forwarded></received>",
    ],
    [
      "an archived message",
      "<result xmlns='urn:xmpp:mam:2' id='1'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='bob@localhost/x'><body>forged</body></message></forwarded></result>",
    ],
  ])("%s made up by another comes, if at all, from that other", async (_, payload) => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(`<message ${CLIENT} to='alice@localhost/home' id='f'>${payload}</message>`);
    for (const [, from] of (await aliceHears(mallory)).matchAll(/<message [^>]*id='f'[^>]*from='([^']*)'/g))
      expect(from).toMatch(/^mallory@localhost\//);
  });

  test.each([
    ["roster", "<query xmlns='jabber:iq:roster'/>", "get"],
    ["roster, to change it", "<query xmlns='jabber:iq:roster'><item jid='mallory@localhost'/></query>", "set"],
    ["archive", "<query xmlns='urn:xmpp:mam:2'/>", "set"],
    ["archive's ends", "<metadata xmlns='urn:xmpp:mam:2'/>", "get"],
    ["devices", "<query xmlns='http://jabber.org/protocol/disco#items'/>", "get"],
    ["features", "<query xmlns='http://jabber.org/protocol/disco#info'/>", "get"],
    [
      "password",
      "<query xmlns='jabber:iq:register'><username>alice</username><password>mallory was here</password></query>",
      "set",
    ],
    ["account", "<query xmlns='jabber:iq:register'><remove/></query>", "set"],
    ["node, to read it", `<pubsub ${PUBSUB}><items node='urn:xmpp:bookmarks:1'/></pubsub>`, "get"],
    ["node, to publish", `<pubsub ${PUBSUB}><publish node='n'><item><a xmlns='b'/></item></publish></pubsub>`, "set"],
    ["node, to take back an item", `<pubsub ${PUBSUB}><retract node='n'><item id='1'/></retract></pubsub>`, "set"],
    ["node, to remove it", `<pubsub xmlns='${OWNER}'><delete node='urn:xmpp:bookmarks:1'/></pubsub>`, "set"],
    ["node, to configure it", `<pubsub xmlns='${OWNER}'><configure node='urn:xmpp:bookmarks:1'/></pubsub>`, "get"],
    ["node, to subscribe", `<pubsub ${PUBSUB}><subscribe node='n' jid='mallory@localhost'/></pubsub>`, "set"],
    ["card, to change it", "<vCard xmlns='vcard-temp'><FN>Mallory</FN></vCard>", "set"],
    ["private data", "<query xmlns='jabber:iq:private'><secret xmlns='b'/></query>", "get"],
    ["blocks", "<blocklist xmlns='urn:xmpp:blocking'/>", "get"],
    ["blocks, to change them", "<block xmlns='urn:xmpp:blocking'><item jid='bob@localhost'/></block>", "set"],
    ["pushes", "<enable xmlns='urn:xmpp:push:0' jid='mallory@localhost' node='n'/>", "set"],
    [
      "search",
      "<query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='withtext'><value>secret</value></field></x></query>",
      "set",
    ],
    ["carbon copies", "<enable xmlns='urn:xmpp:carbons:2'/>", "set"],
    ["outcomes", "<enable xmlns='urn:yonder:outcome:0'/>", "set"],
  ])("another user's %s is out of reach, in the same words as nobody's", async (_, payload, type) => {
    const mallory = await siege.enter(transport, "mallory");
    const answers: string[] = [];
    for (const name of ["alice", "nobody"]) {
      mallory.send(get(`${name}@localhost`, payload, type));
      answers.push((await hears(mallory, /<iq [^>]*id='q'.*?<\/iq>/)).replaceAll(`${name}@`, "them@"));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toMatch(/secret|home/);
    await siege.expectCalm();
  });

  test.each([
    ["in capitals", "ALICE@LOCALHOST/home", "alice"],
    ["in full width", "ａｌｉｃｅ@localhost/home", "alice"],
  ])("an address %s is the same address", async (_, address) => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(chat(address, "", "id='same'"));
    expect(await aliceHears(mallory)).toContain("id='same'");
  });

  test.each([
    ["that looks like another's", "аlice@localhost", "service-unavailable"],
    ["with a mark that turns the text", "a‮lice@localhost", "jid-malformed"],
    ["with a space", "a lice@localhost", "jid-malformed"],
    ["that is too long", `${"a".repeat(1_100)}@localhost`, "jid-malformed"],
    ["of another server", "alice@elsewhere.example", "remote-server-not-found"],
  ])("an address %s is refused, and nobody else's", async (_, address, condition) => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(chat(address, "", "id='wrong'"));
    await hears(mallory, `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>`);
    expect(await aliceHears(mallory)).not.toContain("id='wrong'");
  });

  test("an id full of mark-up comes back as the text it is", async () => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(
      `<message ${CLIENT} to='nobody@localhost' id='&apos;/&gt;&lt;success/&gt;&quot;&amp;'><body>x</body></message>`,
    );
    const answer = await hears(mallory, "</error></message>");
    expect(answer).not.toContain("<success");
    expect(answer).toContain("&lt;success/");
    await expectAnswer(mallory);
  });

  test("neither an error nor an answer is answered", async () => {
    const mallory = await siege.enter(transport, "mallory");
    for (const stanza of [
      `<message ${CLIENT} type='error' to='nobody@localhost' id='no'/>`,
      `<message ${CLIENT} type='error' to='@@' id='no'/>`,
      `<message ${CLIENT} type='error' to='localhost' id='no'/>`,
      `<iq ${CLIENT} type='result' to='alice@localhost/gone' id='no'/>`,
      `<iq ${CLIENT} type='error' to='nobody@elsewhere.example' id='no'/>`,
      `<iq ${CLIENT} type='result' id='no'/>`,
      `<presence ${CLIENT} type='error' to='nobody@localhost' id='no'/>`,
    ])
      mallory.send(stanza);
    mallory.send(get("localhost", "<ping xmlns='urn:xmpp:ping'/>"));
    expect(await hears(mallory, /<iq [^>]*id='q'/)).not.toContain("id='no'");
  });

  test.each([
    ["without an id", `<iq ${CLIENT} type='get'><ping xmlns='urn:xmpp:ping'/></iq>`],
    ["without a payload", `<iq ${CLIENT} type='get' id='q'/>`],
    [
      "with two payloads",
      `<iq ${CLIENT} type='set' id='q'><ping xmlns='urn:xmpp:ping'/><ping xmlns='urn:xmpp:ping'/></iq>`,
    ],
    ["of no type", `<iq ${CLIENT} id='q'><ping xmlns='urn:xmpp:ping'/></iq>`],
    ["of an unknown type", `<iq ${CLIENT} type='give' id='q'><ping xmlns='urn:xmpp:ping'/></iq>`],
  ])("a request %s is a bad request", async (_, request) => {
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(request);
    await hears(mallory, "<bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>");
    await expectAnswer(mallory);
  });

  test("what only a room says of whom is taken out of what is said in it", async () => {
    const room = `den-${transport.toLowerCase()}@conference.localhost`;
    const enters = (nick: string) =>
      `<presence ${CLIENT} to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`;
    alice.send(enters("alice"));
    await hears(alice, "<subject");
    alice.send(
      get(
        room,
        "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>",
        "set",
      ),
    );
    await hears(alice, /<iq [^>]*id='q'/);
    const mallory = await siege.enter(transport, "mallory");
    mallory.send(enters("mallory"));
    await hears(mallory, "<subject");
    mallory.send(
      `<message ${CLIENT} to='${room}' type='groupchat' id='f'><body>hello</body>` +
        "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='forged'/>" +
        `<stanza-id xmlns='urn:xmpp:sid:0' by='${room}' id='forged'/>` +
        `<delay xmlns='urn:xmpp:delay' from='${room}' stamp='2002-09-10T23:41:07Z'/>` +
        "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='owner' role='moderator' jid='forged@localhost'/></x></message>",
    );
    await hears(alice, `from='${room}/mallory'`);
    const heard = await hears(alice, /<message [^>]*id='f'.*?<\/message>/);
    expect(heard.slice(heard.indexOf("<message ")).match(/<occupant-id /g)).toHaveLength(1);
    expect(heard).not.toMatch(/forged|2002/);
    await siege.expectCalm();
  });

  test.each([
    "' OR 1=1 --",
    "'); DROP TABLE messages; --",
    "1 UNION SELECT xml FROM messages",
    "%",
    "_",
    "\\0",
    "9".repeat(400),
    "__proto__",
  ])("a page that begins at %j is no page of anybody's", async (start) => {
    const mallory = await siege.enter(transport, "mallory");
    const text = start.replaceAll("'", "&apos;");
    const set = `<set xmlns='http://jabber.org/protocol/rsm'><max>10</max><after>${text}</after></set>`;
    const form = (name: string) =>
      `<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='${name}'><value>${text}</value></field></x>`;
    for (const inside of [set, form("ids"), form("after-id"), form("with"), form("start"), form("withtext")]) {
      mallory.send(`<iq ${CLIENT} type='set' id='q'><query xmlns='urn:xmpp:mam:2'>${inside}</query></iq>`);
      expect(await hears(mallory, /<iq [^>]*id='q'.*?(?:<\/iq>|\/>)/)).not.toMatch(
        /alice@localhost|internal-server-error/,
      );
    }
    await siege.expectCalm();
  });

  test("who is no contact sees no presence, and cannot make themselves one", async () => {
    const mallory = await siege.enter(transport, "mallory");
    for (const type of ["probe", "subscribed"])
      mallory.send(`<presence ${CLIENT} to='alice@localhost' type='${type}'/>`);
    mallory.send(get("localhost", "<ping xmlns='urn:xmpp:ping'/>"));
    expect(await hears(mallory, /<iq [^>]*id='q'/)).not.toMatch(/<presence [^>]*from='alice@localhost\//);
    expect(await aliceHears(mallory)).not.toContain("mallory@localhost' subscription");
  });
});
