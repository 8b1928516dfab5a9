import { deviceName } from "../../../state/browser-name.ts";
import { type NewDevice, parseRoute } from "../../../state/route.ts";
import { ask, introduce, type LetIn, newAgent, readLetIn } from "./desk.ts";

/** A code that this browser shows, for who is signed in elsewhere. */
export interface OwnCode {
  readonly secret: string;
  readonly link: string;
}

/** How long a code is good, ms. */
const CODE_TIME = 120_000;
const PACE = 2_000;
const SECRET_BYTES = 16;

/** Nobody hears of it before somebody opens its link. */
export async function newCode(): Promise<OwnCode> {
  const secret = base64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const key = await keyOf(secret);
  return { secret, link: `${location.origin}/#/add/${key}/${encodeURIComponent(deviceName())}` };
}

/** What may be shown of a secret (docs/adding-devices.md §1). */
export async function keyOf(secret: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(secret));
  return base64Url(new Uint8Array(hash)).slice(0, 22);
}

/** Link for another browser, which is let in by whoever shows it. */
export function joinLink(secret: string): string {
  return `${location.origin}/join#${secret}`;
}

/** The new device whose code this is; undefined: it is none of ours. */
export function deviceInLink(text: string, origin: string): NewDevice | undefined {
  const url = URL.parse(text);
  if (url?.origin !== origin) return undefined;
  const route = parseRoute(url.hash);
  return route.pane === "list" ? route.device : undefined;
}

export interface Waiting {
  readonly signal: AbortSignal;
  /** Our own code is not known before somebody says yes; one of theirs is, until it is over. */
  readonly isOwn: boolean;
}

/** Asks until somebody lets this browser in. @returns undefined when that is over */
export async function awaitEntry(secret: string, { signal, isOwn }: Waiting): Promise<LetIn | undefined> {
  const agent = newAgent();
  const until = Date.now() + CODE_TIME;
  while (!signal.aborted && Date.now() < until) {
    // Without a connection the next try may do.
    const answer = document.hidden
      ? undefined
      : await ask("device", { ...introduce(agent), secret }).catch(() => undefined);
    if (answer?.status === 200) return readLetIn(answer, agent);
    if (answer?.body.state === "unknown" && !isOwn) return undefined;
    await pause(PACE, signal);
  }
  return undefined;
}

/** @returns after so many ms, or at once when it is over */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
