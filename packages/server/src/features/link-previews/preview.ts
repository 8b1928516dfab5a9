import type { LinkMetadata } from "@yonder/protocol";
import { pageText } from "./page-text.ts";
import { wordsOf } from "./page-words.ts";
import { pictureAt } from "./picture.ts";
import { NotVisited, type Reach, visit, type Wanted } from "./visit.ts";

const PAGE: Wanted = { accept: "text/html", types: ["text/html"], bytes: 524_288 };

/** What a page says of itself, and its picture. Throws NotVisited when it says nothing, and what `visit` throws. */
export async function previewOf(url: URL, reach: Reach, signal: AbortSignal): Promise<LinkMetadata> {
  const page = await visit(url, PAGE, reach, signal);
  const { title, description, siteName, image } = wordsOf(pageText(page.body, page.charset));
  if (title === undefined) throw new NotVisited("it says nothing of itself");
  const picture = image === undefined ? undefined : await pictureIn(image, page.url, reach, signal);
  return { about: url.href, title, description, siteName, image: picture };
}

/** Without its picture, a page is worth showing still. */
async function pictureIn(image: string, page: URL, reach: Reach, signal: AbortSignal): Promise<string | undefined> {
  if (!URL.canParse(image, page.href)) return undefined;
  const url = new URL(image, page);
  if (page.protocol === "https:" && url.protocol !== "https:") return undefined;
  return pictureAt(url, reach, signal).catch(() => undefined);
}
