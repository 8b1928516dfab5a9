import { type Element, escapeAttr, NS, parseElement, xml } from "@yonder/protocol";

/** What the server granted (XEP-0124 §7.2); times in ms. */
export interface Terms {
  readonly sid: string;
  readonly wait: number;
  readonly hold: number;
  readonly requests: number;
  readonly polling: number;
  readonly inactivity: number;
}

/** How long the server may keep a request, s. */
export const WAIT = 60;
const SECOND = 1_000;
/** What is read at most: many stanzas may have waited. */
const LIMITS = {
  maxStanzaBytes: 16_000_000,
  maxElements: 400_000,
  maxDepth: 1_000,
  maxAttributes: 1_000,
  maxPrefixes: 5_000,
};

/** A request's `<body/>` (XEP-0124 §6). */
export function wrap(attributes: Readonly<Record<string, string | number | undefined>>, payload = ""): string {
  const text = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : ` ${name}='${escapeAttr(String(value))}'`,
  );
  return `<body xmlns='${NS.bosh}'${text.join("")}>${payload}</body>`;
}

/** Asks for a session (XEP-0124 §7.1, XEP-0206 §3). */
export function creation(to: string): Record<string, string | number> {
  return { to, ver: "1.11", wait: WAIT, hold: 1, "xml:lang": "en", "xmlns:xmpp": NS.xbosh, "xmpp:version": "1.0" };
}

/** The stream opens again (XEP-0206 §5). */
export function restart(to: string): Record<string, string> {
  return { to, "xml:lang": "en", "xmlns:xmpp": NS.xbosh, "xmpp:restart": "true" };
}

/** @returns undefined when it is no answer of ours: somebody on the way said something else */
export function readAnswer(text: string): Element | undefined {
  try {
    const body = parseElement(text, LIMITS);
    return body.is("body", NS.bosh) ? body : undefined;
  } catch {
    // A page of a proxy, or half an answer: as if none had come.
    return undefined;
  }
}

export function readTerms(body: Element): Terms | undefined {
  const sid = body.attr("sid");
  if (!sid) return undefined;
  const number = (name: string, otherwise: number) => Number(body.attr(name) ?? otherwise) || 0;
  const hold = number("hold", 1);
  return {
    sid,
    hold,
    wait: number("wait", WAIT) * SECOND,
    requests: Math.max(1, number("requests", hold + 1)),
    polling: number("polling", 0) * SECOND,
    inactivity: number("inactivity", 30) * SECOND,
  };
}

/** What goes by the same name among the errors of a stream (RFC 6120 §4.9.3). */
const ALSO_OF_STREAMS = new Set([
  "host-gone",
  "host-unknown",
  "improper-addressing",
  "internal-server-error",
  "policy-violation",
  "system-shutdown",
]);

/** How a WebSocket would have said that the session is over (XEP-0124 §17.2); undefined: it breaks. */
export function farewellIn(body: Element): Element | undefined {
  const condition = body.attr("condition") ?? "";
  const uri = body.childText("uri");
  if (condition === "see-other-uri" && uri) return xml("close", NS.framing, { "see-other-uri": uri });
  if (ALSO_OF_STREAMS.has(condition)) return xml("error", NS.stream, null, xml(condition, NS.streams));
  return undefined;
}
