import { type Element, NS, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { HeldBack } from "./held-back.ts";

const stanza = (xml: string): Element => parseElement(xml.replace(/^<(\w+)/, `<$1 xmlns='${NS.client}'`));
const held = (heldBack: HeldBack) => [...heldBack].map((it) => serialize(it, NS.client));
const state = (from: string, name: string) =>
  `<message from='${from}' to='romeo@example.com' type='chat'><${name} xmlns='http://jabber.org/protocol/chatstates'/></message>`;

test("of presence the last of each address waits, where it came", () => {
  const heldBack = new HeldBack();
  for (const text of [
    "<presence from='juliet@example.com/balcony'/>",
    "<presence from='nurse@example.com/hall'/>",
    "<presence from='juliet@example.com/balcony'><show>away</show></presence>",
    "<presence from='juliet@example.com/chamber' type='unavailable'/>",
  ])
    expect(heldBack.hold(stanza(text))).toBe(true);
  expect(held(heldBack)).toEqual([
    "<presence from='nurse@example.com/hall'/>",
    "<presence from='juliet@example.com/balcony'><show>away</show></presence>",
    "<presence from='juliet@example.com/chamber' type='unavailable'/>",
  ]);
});

test("of chat states the last of each conversation waits, copies of one's own apart", () => {
  const heldBack = new HeldBack();
  const [composing, paused] = ["composing", "paused"].map((name) => state("juliet@example.com/balcony", name));
  const copy = `<message from='romeo@example.com'><received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${composing?.replace("<message", "<message xmlns='jabber:client'")}</forwarded></received></message>`;
  for (const text of [composing, copy, state("nurse@example.com/hall", "active"), paused])
    expect(heldBack.hold(stanza(text ?? ""))).toBe(true);
  expect(held(heldBack)).toEqual([copy, state("nurse@example.com/hall", "active"), paused]);
});

test("every headline waits", () => {
  const heldBack = new HeldBack();
  const headline = "<message from='juliet@example.com' type='headline'><event xmlns='urn:example'/></message>";
  expect(heldBack.hold(stanza(headline))).toBe(true);
  expect(heldBack.hold(stanza(headline))).toBe(true);
  expect(held(heldBack)).toEqual([headline, headline]);
});

test.each([
  ["a message with words", "<message from='juliet@example.com' type='chat'><body>O Romeo</body></message>"],
  [
    "words with a chat state",
    "<message type='chat'><body>O</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
  ],
  ["what a room's members say", "<message from='hall@rooms/nurse' type='groupchat'><body>My lady!</body></message>"],
  ["an error", "<message type='error'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>"],
  ["a request", "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>"],
  ["a request to be a contact", "<presence from='paris@example.com' type='subscribe'/>"],
  [
    "what a room says of oneself",
    "<presence from='hall@rooms/romeo'><x xmlns='http://jabber.org/protocol/muc#user'><status code='110'/></x></presence>",
  ],
])("%s does not wait", (_, text) => {
  expect(new HeldBack().hold(stanza(text))).toBe(false);
});

test("there is an end to waiting", () => {
  const heldBack = new HeldBack();
  const hold = (i: number) => heldBack.hold(stanza(`<presence from='user${i}@example.com/home'/>`));
  for (let i = 0; i < 500; i += 1) expect(hold(i)).toBe(true);
  expect(hold(500)).toBe(false);
  expect(hold(0)).toBe(true);
  expect(held(heldBack)).toHaveLength(500);
  const long = `<message type='headline'><body>${"a".repeat(200_000)}</body></message>`;
  const other = new HeldBack();
  expect(other.hold(stanza(long))).toBe(true);
  expect(other.hold(stanza(long))).toBe(false);
});
