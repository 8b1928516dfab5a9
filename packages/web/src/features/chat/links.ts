/** A piece of text, or a link as it was written and where it leads. */
export type Piece = string | { readonly href: string; readonly text: string };

const LINK = /(?:https?:\/\/|www\.|mailto:|xmpp:)[^\s<>"\u201c\u201d]+/giu;
const SCHEMES = new Set(["http:", "https:", "mailto:", "xmpp:"]);

/** Finds links. Only http, https, mailto and xmpp lead anywhere; everything else stays text. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const written = trimEnd(match[0]);
    const href = safeHref(written);
    const isWithinWord = /[\p{L}\p{N}]/u.test(text[match.index - 1] ?? "");
    if (!href || isWithinWord) continue;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push({ href, text: written });
    end = match.index + written.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** The address a link leads to, or undefined when it is none that may be opened. */
export function safeHref(written: string): string | undefined {
  const url = parse(written.toLowerCase().startsWith("www.") ? `https://${written}` : written);
  if (!url || !SCHEMES.has(url.protocol)) return undefined;
  const isEmpty = url.protocol === "mailto:" || url.protocol === "xmpp:" ? url.pathname === "" : url.hostname === "";
  return isEmpty ? undefined : url.href;
}

/** COMPAT: URL.parse came to browsers in 2024. */
function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** The contact's address that an xmpp: link names (RFC 5122), without its query. */
export function addressOfLink(href: string): string | undefined {
  if (!href.toLowerCase().startsWith("xmpp:")) return undefined;
  try {
    return decodeURIComponent(href.slice(5).split(/[?/]/)[0] ?? "") || undefined;
  } catch {
    // A broken percent sign names nobody.
    return undefined;
  }
}

/** A sentence's own punctuation after a link does not belong to it; closing brackets do when one was opened. */
function trimEnd(link: string): string {
  const excess = new Map(
    Object.entries(BRACKETS).map(([close, open]) => [close, count(link, close) - count(link, open)]),
  );
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? "";
    const left = excess.get(last);
    if (left === undefined ? !PUNCTUATION.test(last) : left <= 0) break;
    if (left !== undefined) excess.set(last, left - 1);
  }
  return link.slice(0, end);
}

const PUNCTUATION = /[.,;:!?'*_~`…。，！？、]/u;
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
