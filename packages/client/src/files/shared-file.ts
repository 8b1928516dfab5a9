import { type Element, fileSharingOf, NS, outOfBandUrlOf, webUrl, withoutFallback } from "@yonder/protocol";
import type { SharedFile } from "../types.ts";

interface FileContent {
  readonly file: SharedFile;
  /** What is said besides. */
  readonly body: string | undefined;
}

/** The file that a message shares: as XEP-0447 says, or XEP-0066, or with nothing but the address of an upload in its text. */
export function readFile(stanza: Element, text: string): FileContent | undefined {
  const whole = text.trim();
  const told = fileSharingOf(stanza);
  if (told) {
    const bare = withoutFallback(stanza, NS.fileSharing, NS.reply).text.trim();
    const said = bare === told.url ? "" : bare;
    const { name = nameIn(told.url), ...rest } = told;
    return { file: { ...compact(rest), url: told.url, name: harmless(name) }, body: said || undefined };
  }
  const url = outOfBandUrlOf(stanza) ?? (isUpload(whole) ? whole : undefined);
  if (!url || (whole !== url && whole !== "")) return undefined;
  return { file: { url, name: harmless(nameIn(url)) }, body: undefined };
}

/** The places of the common servers, and a name with an ending. */
function isUpload(text: string): boolean {
  return (
    /^https:\/\/\S+\/(?:upload|file_share|httpfileupload|_?httpupload)\/\S+\.\w{2,5}$/.test(text) && !!webUrl(text)
  );
}

function nameIn(url: string): string {
  const last = new URL(url).pathname.split("/").findLast(Boolean) ?? "";
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Nothing in it turns the line around, or looks like a path. */
function harmless(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}/\\]/gu, "_") || "file";
}

type Known<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

function compact<T extends object>(file: T): Known<T> {
  return Object.fromEntries(Object.entries(file).filter(([, value]) => value !== undefined)) as Known<T>;
}
