import { beforeAll, expect, test } from "vitest";
import { hears, type Peer, Siege, TRANSPORTS } from "./siege.ts";

const siege = Siege.lay();

const CLIENT = "xmlns='jabber:client'";
const ROOM = "moor@conference.localhost";
const JOIN = "<x xmlns='http://jabber.org/protocol/muc'/>";
const ask = (type: string, to: string, payload: string) =>
  `<iq ${CLIENT} type='${type}' id='q' to='${to}'>${payload}</iq>`;

let alice: Peer;

/** Alice and Mallory were friends, and then Alice blocked him. */
beforeAll(async () => {
  alice = await siege.enter("TCP", "alice", "home");
  const mallory = await siege.enter("TCP", "mallory", "home");
  for (const peer of [alice, mallory]) peer.send("<presence/>");
  mallory.send("<presence to='alice@localhost' type='subscribe'/>");
  await hears(alice, "type='subscribe'");
  alice.send("<presence to='mallory@localhost' type='subscribed'/><presence to='mallory@localhost' type='subscribe'/>");
  await hears(mallory, "from='alice@localhost/home'");
  mallory.send("<presence to='alice@localhost' type='subscribed'/>");
  await hears(alice, "from='mallory@localhost/home'");
  alice.send("<iq type='set' id='q'><block xmlns='urn:xmpp:blocking'><item jid='mallory@localhost'/></block></iq>");
  await hears(alice, "id='q'");
  mallory.abort();
  const picture = "<item id='secret-picture'><metadata xmlns='urn:xmpp:avatar:metadata'/></item>";
  alice.send(
    `<iq type='set' id='pep'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:avatar:metadata'>${picture}</publish></pubsub></iq>`,
  );
  await hears(alice, "id='pep'");
  alice.send(`<presence to='${ROOM}/alice'>${JOIN}</presence>`);
  await hears(alice, "<subject");
  alice.send(
    ask(
      "set",
      ROOM,
      "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>",
    ),
  );
  await hears(alice, /<iq [^>]*from='moor@/);
});

test.each(TRANSPORTS)("who is blocked reaches nobody over %s, by whatever way", async (transport) => {
  const mallory = await siege.enter(transport, "mallory");
  mallory.send(`<presence ${CLIENT}/>`);
  for (const stanza of waysTo("alice@localhost")) mallory.send(stanza);
  for (const stanza of waysTo("alice@localhost/home")) mallory.send(stanza);
  mallory.send(ask("get", "localhost", "<ping xmlns='urn:xmpp:ping'/>"));
  const answers = await hears(mallory, /<iq [^>]*type='result'[^>]*id='q'/);
  expect(answers).not.toMatch(/<presence [^>]*from='alice@localhost\/home'|secret-picture/);
  await siege.expectCalm();
  const one = await siege.enter("TCP", "one");
  one.send("<message to='alice@localhost' type='chat' id='behind'><body>hello</body></message>");
  expect(await hears(alice, "id='behind'")).not.toMatch(/from='mallory@localhost/);
});

test("and leaves nothing in the archive of who blocked them", async () => {
  alice.send(
    "<iq type='set' id='page'><query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field var='with'><value>mallory@localhost</value></field></x></query></iq>",
  );
  expect(await hears(alice, "</fin></iq>")).not.toContain("<result");
});

/** Messages of all kinds, presence, requests, calls, invitations by a room, and what somebody publishes. */
function waysTo(to: string): string[] {
  return [
    `<message ${CLIENT} to='${to}' type='chat' id='m1'><body>hello</body></message>`,
    `<message ${CLIENT} to='${to}' type='headline'><body>hello</body></message>`,
    `<message ${CLIENT} to='${to}' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    `<message ${CLIENT} to='${to}' type='chat'><received xmlns='urn:xmpp:receipts' id='x'/></message>`,
    `<message ${CLIENT} to='${to}' type='chat'><propose xmlns='urn:xmpp:jingle-message:0' id='c'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'/></propose><store xmlns='urn:xmpp:hints'/></message>`,
    `<message ${CLIENT} to='${to}'><x xmlns='jabber:x:conference' jid='${ROOM}'/></message>`,
    `<message ${CLIENT} to='${to}'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'><item id='1'/></items></event></message>`,
    `<presence ${CLIENT} to='${to}'/>`,
    `<presence ${CLIENT} to='${to}' type='subscribe'/>`,
    `<presence ${CLIENT} to='${to}' type='probe'/>`,
    `<iq ${CLIENT} to='${to}' type='get' id='i4'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:avatar:metadata'/></pubsub></iq>`,
    `<iq ${CLIENT} to='${to}' type='get' id='i1'><ping xmlns='urn:xmpp:ping'/></iq>`,
    `<iq ${CLIENT} to='${to}' type='set' id='i2'><jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='s'/></iq>`,
    `<message ${CLIENT} to='${ROOM}'><x xmlns='http://jabber.org/protocol/muc#user'><invite to='${to}'/></x></message>`,
    `<iq ${CLIENT} type='set' id='i3'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:tune'><item><tune xmlns='http://jabber.org/protocol/tune'/></item></publish></pubsub></iq>`,
  ];
}
