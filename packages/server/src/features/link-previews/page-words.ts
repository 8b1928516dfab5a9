import { decoded } from "./entities.ts";

/** What a page says of itself; each piece is cleaned and cut. */
export interface PageWords {
  readonly title?: string;
  readonly description?: string;
  readonly siteName?: string;
  /** As it is written: an address, perhaps relative. */
  readonly image?: string;
}

const MAX = { title: 200, description: 300, siteName: 80, image: 2_048 } as const;
/** More elements than this are not looked at. */
const MOST_META = 300;
const MOST_ATTRIBUTES = 20;

/**
 * Reads what a page says of itself, in the words of Open Graph (https://ogp.me), else those of other sites' cards, else those of HTML. Goes
 * once over the text and never fails: whatever is no markup is passed over.
 */
export function wordsOf(html: string): PageWords {
  const { meta, title } = new Scan(html);
  const first = (...names: string[]) => names.map((name) => meta.get(name)).find((text) => text !== undefined);
  const words: { [K in keyof PageWords]: string | undefined } = {
    title: first("og:title", "twitter:title") ?? title,
    description: first("og:description", "twitter:description", "description"),
    siteName: first("og:site_name", "application-name"),
    image: first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"),
  };
  const cleaned = Object.entries(words).map(([name, text]) => [name, plain(text ?? "", MAX[name as keyof PageWords])]);
  return Object.fromEntries(cleaned.filter(([, text]) => text !== ""));
}

/** One line without what is unseen, or turns the line around; at most so many characters. */
export function plain(text: string, most: number): string {
  // Joiners belong to scripts and emoji; every other sign of format is left out.
  const line = decoded(text)
    .toWellFormed()
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\p{Cn}\p{Co}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu, "")
    .trim();
  const letters = [...line];
  return letters.length <= most
    ? line
    : `${letters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
}

/** Elements whose content is no markup, or none of the page's. */
const OPAQUE = new Set(["script", "style", "noscript", "template", "svg", "textarea", "iframe", "xmp", "noembed"]);

/** A page, read once from its beginning to where its text begins. */
class Scan {
  readonly meta = new Map<string, string>();
  title: string | undefined;
  readonly #html: string;
  /** As long as that, letter for letter. */
  readonly #lower: string;
  #looked = 0;

  constructor(html: string) {
    this.#html = html;
    this.#lower = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
    for (let at = this.#lower.indexOf("<"); at >= 0; at = this.#lower.indexOf("<", at)) at = this.#element(at);
  }

  /** Takes what begins there. Returns where it ends. */
  #element(at: number): number {
    if (this.#lower.startsWith("<!--", at)) return this.#after("-->", at + 4);
    NAME.lastIndex = at + 1;
    const name = NAME.exec(this.#lower)?.[0] ?? "";
    const end = at + 1 + name.length;
    // What follows is what people read: nothing is said of it there.
    if (name === "body" && (this.meta.size > 0 || this.title !== undefined)) return this.#html.length;
    if (name === "meta") return this.#meta(end);
    if (name === "title" && this.title === undefined) return this.#title(end);
    return OPAQUE.has(name) ? this.#after(`</${name}`, end) : end;
  }

  #title(from: number): number {
    const end = this.#lower.indexOf("</title", from);
    if (end < 0) return this.#html.length;
    const start = Math.min(this.#after(">", from), end);
    this.title = this.#html.slice(start, Math.min(end, start + MAX.image));
    return end;
  }

  /** What nothing has been said of before counts. */
  #meta(from: number): number {
    this.#looked += 1;
    if (this.#looked > MOST_META) return from;
    const { attributes, end } = attributesAt(this.#html, from);
    const name = (attributes.get("property") ?? attributes.get("name") ?? "").trim().toLowerCase();
    const content = attributes.get("content") ?? "";
    if (name !== "" && content.trim() !== "" && !this.meta.has(name)) this.meta.set(name, content);
    return end;
  }

  /** Behind the next such text, or at the end. */
  #after(what: string, from: number): number {
    const found = this.#lower.indexOf(what, from);
    return found < 0 ? this.#lower.length : found + what.length;
  }
}

const NAME = /[a-z][a-z0-9]*/y;

const ATTRIBUTE =
  /[\s/]*([^\s=>/"'<]{1,100})(?:\s{0,20}=\s{0,20}(?:"([^"]{0,8000})"|'([^']{0,8000})'|([^\s>"']{1,8000})))?/y;

/** Of an element whose name ends there, and where they end. */
function attributesAt(html: string, from: number): { attributes: ReadonlyMap<string, string>; end: number } {
  const attributes = new Map<string, string>();
  let end = from;
  for (let count = 0; count < MOST_ATTRIBUTES; count += 1) {
    ATTRIBUTE.lastIndex = end;
    const match = ATTRIBUTE.exec(html);
    if (!match) break;
    const [, name = "", ...values] = match;
    attributes.set(name.toLowerCase(), values.find((value) => value !== undefined) ?? "");
    end = ATTRIBUTE.lastIndex;
  }
  return { attributes, end };
}
