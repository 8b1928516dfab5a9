import { type Child, Element, NS, weightOf } from "@yonder/protocol";
import type { Random } from "./random.ts";

/** What breaks readers of text: signs of markup and of addresses, characters at the edges of what is allowed, numbers, names of JavaScript. */
const PIECES: readonly string[] = [
  ..."<>/='\"&;:![]-?#@,*_~`>. \t\n\r\\{}()%+|^$0aZ",
  ..."\u0000\u0001\u000b\u007f\u0085\u00ad\u200b\u200d\u202e\u2066\ufeff\ufffe\uffff\ud800\udc00é·\u0300ßſİıΣς．。ª①\u{10000}\u{1f468}\u{e0001}",
  ..."]]> &amp; &#0; &#x110000; &lol; <![CDATA[ ]]> <!-- --> <?x ?> <!DOCTYPE </ /> xmlns= xmlns:a='b' __proto__ constructor toString".split(
    " ",
  ),
  ..."-1 0 00 1e9 2147483648 4294967296 9007199254740993 NaN Infinity 0x10 ١٢ true false null undefined".split(" "),
  ..."https:// http://a@b www. mailto: xmpp: javascript: ../ %00 %2e%2e/ %ff // \\u0000 xn-- a@b/c a@b@c /x @".split(
    " ",
  ),
];

/** What stands in attributes and texts of requests, and what should not. */
const VALUES: readonly string[] = [
  "",
  " ",
  ..."0 1 -1 2 10 50 100 1000 10001 4294967296 9007199254740993 1e3 NaN true false get set result error subscribe probe chat groupchat".split(
    " ",
  ),
  ..."unavailable subscribed unsubscribe headline normal both none remove owner member outcast admin moderator visitor participant open whitelist".split(
    " ",
  ),
  ..."presence submit cancel form execute complete prev next __proto__ constructor hasOwnProperty".split(" "),
  ..."romeo@example.com juliet@example.com romeo@example.com/orchard juliet@example.com/balcony example.com nobody@example.com".split(
    " ",
  ),
  ..."hill@conference.example.com hill@conference.example.com/Romeo conference.example.com pubsub.example.com upload.example.com guest.example.com".split(
    " ",
  ),
  ..."irc.example.com elsewhere.example.net a@b@c @ / a@/b xn--a.example \u202eexample.com ROMEO@EXAMPLE.COM ｒomeo@example.com".split(
    " ",
  ),
  ..."2026-11-22T12:00:00Z 1969-12-31T23:59:59Z 9999-12-31T23:59:59Z +275760-09-13T00:00:00Z 2026-02-30T00:00:00Z yesterday".split(
    " ",
  ),
  ..."urn:xmpp:bookmarks:1 urn:xmpp:avatar:data urn:xmpp:avatar:metadata urn:xmpp:mds:displayed:0 http://jabber.org/protocol/nick urn:xmpp:microblog:0 princely_musings".split(
    " ",
  ),
  ..."current http://jabber.org/protocol/muc#roomconfig muc#roomconfig_persistentroom pubsub#access_model pubsub#max_items FORM_TYPE fulltext with start end".split(
    " ",
  ),
  "dGVzdA==",
  "====",
  "\u{1f469}\u200d\u{1f680}",
  "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
  "x".repeat(1_100),
  "\u00e9".repeat(600),
];

/** Nothing can be in the namespace of declarations. */
const XMLNS = "http://www.w3.org/2000/xmlns/";
const SPACES: readonly string[] = [...new Set(Object.values(NS)), "", "urn:nobody"].filter((ns) => ns !== XMLNS);
const NAMES: readonly string[] =
  "query item x field value set max after before index body subject thread show status priority error text publish items retract delete configure affiliation subscription password username remove reason actor destroy history forwarded message presence iq ping time enable disable active block unblock conference nick jid invite decline request received displayed retracted reply reactions reaction replace apply-to moderate __proto__ constructor".split(
    " ",
  );

/** The text, changed in some places. */
export function mutatedText(text: string, random: Random, pieces: readonly string[] = PIECES): string {
  let changed = text;
  for (let n = random.below(4); n > 0; n--) changed = changedOnce(changed, random, pieces);
  return changed;
}

function changedOnce(text: string, random: Random, pieces: readonly string[]): string {
  const at = random.below(text.length + 1);
  const kind = random.next();
  if (kind < 0.45) return text.slice(0, at) + random.pick(pieces) + text.slice(at);
  const to = at + random.below(6);
  if (kind < 0.65) return text.slice(0, at) + text.slice(to);
  if (kind < 0.85) return text.slice(0, at) + random.pick(pieces) + text.slice(to);
  const from = random.below(text.length);
  const part = text.slice(from, from + random.below(24));
  return text.slice(0, at) + part.repeat(1 + random.below(kind < 0.98 ? 2 : 60)) + text.slice(at);
}

/** Text of nothing but such pieces. */
export function soup(random: Random, most: number, pieces: readonly string[] = PIECES): string {
  return random.some(0, most, () => random.pick(pieces)).join("");
}

/** As XML can carry it. */
function textForXml(text: string): string {
  return text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}

/** A value that an attribute or an element could have. */
function value(random: Random): string {
  const kind = random.next();
  if (kind < 0.85) return random.pick(VALUES);
  return textForXml(kind < 0.95 ? mutatedText(random.pick(VALUES), random) : soup(random, 12));
}

/** Cuts a text at random places. */
export function* cuts(text: string, random: Random): Generator<string> {
  const most = random.chance(0.3) ? 2 : 24;
  for (let at = 0; at < text.length; ) {
    const end = at + 1 + random.below(most);
    yield text.slice(at, end);
    at = end;
  }
}

/** Characters; more is no stanza anywhere. */
const HEAVIEST = 100_000;

/** The element, changed in some places; what it is grafted with is taken from `pool`. */
export function mutatedElement(e: Element, random: Random, pool: readonly Element[]): Element {
  let changed = e;
  for (let n = 1 + random.below(3); n > 0; n--) changed = changedInside(changed, random, pool);
  return weightOf(changed) > HEAVIEST ? e : changed;
}

/** Goes down to some element, and changes that. */
function changedInside(e: Element, random: Random, pool: readonly Element[]): Element {
  const elements = e.elements();
  if (elements.length === 0 || random.chance(0.3)) return changedElement(e, random, pool);
  const chosen = random.pick(elements);
  const children = e.children.map((child) => (child === chosen ? changedInside(chosen, random, pool) : child));
  return new Element(e.name, e.ns, e.attributes, children);
}

type Change = (e: Element, random: Random, pool: readonly Element[]) => Element;

const CHANGES: readonly Change[] = [
  (e, random) => withAttributes(e, changedValue(e.attributes, random)),
  (e, random) => withAttributes(e, changedValue(e.attributes, random)),
  (e, random) => withAttributes(e, without(e.attributes, random)),
  (e, random) => withAttributes(e, withOneMore(e, random)),
  (e, random) => new Element(random.pick(NAMES), e.ns, e.attributes, e.children),
  (e, random) => new Element(e.name, random.pick(SPACES), e.attributes, e.children),
  (e, random) => withChildren(e, [value(random)]),
  (e, random) => withChildren(e, [value(random)]),
  (e) => withChildren(e, []),
  (e, random) => withChildren(e, e.children.toSpliced(random.below(e.children.length), 1)),
  (e, random) => withChildren(e, [...e.children, ...e.children.slice(random.below(e.children.length))]),
  (e) => withChildren(e, e.children.toReversed()),
  (e, random, pool) => withChildren(e, [...e.children, someElement(random, pool)]),
  (e, random, pool) => withChildren(e, [someElement(random, pool), ...e.children]),
  (e, random, pool) => withChildren(e, [someElement(random, pool)]),
  (e, random) => withChildren(e, [new Element(random.pick(NAMES), random.pick(SPACES), [], [value(random)])]),
  (e, random) => repeated(e, random),
  (e, random) => nested(e, random.pick([2, 10, 40])),
];

function changedElement(e: Element, random: Random, pool: readonly Element[]): Element {
  return random.pick(CHANGES)(e, random, pool);
}

/** Any element that stands somewhere in the pool. */
function someElement(random: Random, pool: readonly Element[]): Element {
  let found = random.pick(pool);
  while (found.elements().length > 0 && random.chance(0.6)) found = random.pick(found.elements());
  return found;
}

function repeated(e: Element, random: Random): Element {
  const children = e.elements();
  if (children.length === 0) return e;
  const times = random.pick([2, 5, 60]);
  return withChildren(e, [...e.children, ...new Array<Child>(times).fill(random.pick(children))]);
}

function nested(e: Element, depth: number): Element {
  let inner = e;
  for (let n = 0; n < depth; n++) inner = withChildren(e, [inner]);
  return inner;
}

function withChildren(e: Element, children: readonly Child[]): Element {
  return new Element(e.name, e.ns, e.attributes, children);
}

function withAttributes(e: Element, attributes: readonly string[]): Element {
  return new Element(e.name, e.ns, attributes, e.children);
}

function changedValue(attributes: readonly string[], random: Random): readonly string[] {
  if (attributes.length === 0) return attributes;
  return attributes.with(2 * random.below(attributes.length / 2) + 1, value(random));
}

function without(attributes: readonly string[], random: Random): readonly string[] {
  return attributes.length === 0 ? attributes : attributes.toSpliced(2 * random.below(attributes.length / 2), 2);
}

const ATTRIBUTES =
  "to from id type node jid name ver queryid affiliation role nick code action sessionid var xml:lang previd h".split(
    " ",
  );

function withOneMore({ attributes }: Element, random: Random): readonly string[] {
  const name = random.pick(ATTRIBUTES);
  return attributes.some((known, i) => i % 2 === 0 && known === name)
    ? attributes
    : [...attributes, name, value(random)];
}
