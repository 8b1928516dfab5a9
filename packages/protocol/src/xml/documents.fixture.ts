/** Documents for the scanner: good ones, and what becomes of them by random changes. The same for the same seed. */
export function* mutatedDocuments(seed: number, count: number): Generator<string> {
  const random = mulberry32(seed);
  for (let i = 0; i < count; i++) yield mutated(random);
}

const DOCUMENTS = [
  "<message xmlns='jabber:client' to='a@b' id='1'><body>Hi &amp; bye</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
  "<a xmlns:p='urn:p' xmlns:q='urn:p'><p:b p:c='1' d='2'/><q:b xmlns:q='urn:r' q:e='&#x41;'>t</q:b></a>",
  "<a><![CDATA[ <&]]>]]&gt;<b/></a>",
  "<a b='x\ty\r\nz' c=\"it's\">1\r2\r\n3</a>",
  "<?xml version='1.0' encoding='UTF-8'?><a xml:lang='en' xmlns=''><b xmlns='urn:b'><c xmlns=''/></b></a>",
  "<é ü='ä'>𝒳&#65536;&lt;&gt;&apos;&quot;</é>",
  "<x:a xmlns:x='u'><x:b></x:b ></x:a\n>",
  " <a\n b = 'c' />\n",
  "<__proto__ constructor='1'><toString/>text<hasOwnProperty>&#13;</hasOwnProperty></__proto__>",
];
const PIECES = [
  ..."<>/='\"&;:![]-?# \t\n\rabpqx1.",
  ..."\u0000\u000b\ufffe\ud800\udc00é·\u0300\u200c\u{10000}",
  ..."]]> &amp; &#x0; &#9; &#xD800; &#1114112; &#x110000; &nope; &#; &#x; &a <![CDATA[ ]]> <b> </b> <b/> xmlns= xmlns='u' xmlns:p='' xmlns:p='urn:p'".split(
    " ",
  ),
  ..."xmlns:xml='u' xmlns:xmlns='u' xmlns:x='http://www.w3.org/XML/1998/namespace' xmlns='http://www.w3.org/2000/xmlns/' p:b xml:lang='x' a='1' p:a='1' q:a='1'".split(
    " ",
  ),
  " a='1'",
  " xmlns:q='urn:q'",
  "<p:b/>",
  "<:b/>",
  "<b:/>",
  "<p:p:b/>",
  "xmlns:",
  "<xml:b/>",
  "<xmlns:b/>",
  " xml:b=''",
  " xmlns:xml='http://www.w3.org/XML/1998/namespace'",
  "<?xml version='1.0'?>",
];

function mutated(random: () => number): string {
  let text = pick(DOCUMENTS, random);
  for (let n = Math.floor(random() * 4); n > 0; n--) text = mutateOnce(text, random);
  return text;
}

function mutateOnce(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const kind = random();
  if (kind < 0.5) return text.slice(0, at) + pick(PIECES, random) + text.slice(at);
  const to = at + Math.floor(random() * 4);
  if (kind < 0.7) return text.slice(0, at) + text.slice(to);
  if (kind < 0.9) return text.slice(0, at) + pick(PIECES, random) + text.slice(to);
  const from = Math.floor(random() * text.length);
  return text.slice(0, at) + text.slice(from, from + Math.floor(random() * 20)) + text.slice(at);
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
