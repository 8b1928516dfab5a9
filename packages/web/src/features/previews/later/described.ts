import type { LinkMetadata, Message } from "@yonder/client";
import { readLink } from "@yonder/client/described-link";
import { findLinks } from "../../chat/links.ts";
import { shownPicture } from "./thumbnail.ts";

/** What a card says. */
export interface Described extends Pick<LinkMetadata, "title" | "description" | "siteName"> {
  readonly href: string;
  readonly picture: string | undefined;
}

const MOST = { title: 200, description: 300, siteName: 80 };

/** What a message says of a link in it; undefined when it says nothing worth a card, or of another link than those that stand there. */
export function describedIn({
  link,
  body,
  isRemoved,
}: Pick<Message, "link" | "body" | "isRemoved">): Described | undefined {
  if (!link || isRemoved) return undefined;
  const words = readQuietly(link);
  if (!words?.title) return undefined;
  const href = linksIn(body).find((one) => one === words.about || one === hrefOf(words.about));
  if (href === undefined) return undefined;
  return {
    href,
    title: oneLine(words.title, MOST.title),
    description: words.description && oneLine(words.description, MOST.description),
    siteName: words.siteName && oneLine(words.siteName, MOST.siteName),
    picture: shownPicture(words.image),
  };
}

/** Those that lead to a page. */
export function linksIn(text: string): string[] {
  return findLinks(text).flatMap((piece) =>
    typeof piece === "string" || !/^https?:/.test(piece.href) ? [] : [piece.href],
  );
}

function hrefOf(about: string): string | undefined {
  return URL.canParse(about) ? new URL(about).href : undefined;
}

/** What others send may be anything. */
function readQuietly(link: string): LinkMetadata | undefined {
  try {
    return readLink(link);
  } catch {
    return undefined;
  }
}

/** Without what is not seen or turns the line around. */
function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/gu, " ").replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu, "");
  const letters = [...line.trim()];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : letters.join("");
}
