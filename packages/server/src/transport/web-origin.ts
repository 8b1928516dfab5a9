import { isIP } from "node:net";

/** Where our own page is. */
export interface OwnPlace {
  readonly domain: string;
  /** The addresses at which browsers find us, or one of our nodes. */
  readonly urls: readonly string[];
  /** Further origins, from the configuration. */
  readonly others: readonly string[];
}

/**
 * Whether a page of this origin may open a WebSocket here: our own page under an address of ours, or under the address that
 * the browser used (`Host`), if that is a name of ours or no name at all: any other name could be made to lead here.
 */
export function isOwnOrigin(origin: string, host: string | undefined, place: OwnPlace): boolean {
  if (place.urls.some((url) => origin === originOf(url)) || place.others.includes(origin)) return true;
  if (host === undefined || (origin !== `http://${host}` && origin !== `https://${host}`)) return false;
  const name = URL.canParse(origin) ? new URL(origin).hostname : "";
  return name === "localhost" || name === place.domain || isIP(name.replace(/^\[|\]$/g, "")) !== 0;
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
