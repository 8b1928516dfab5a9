import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const IN_PAGE = fileURLToPath(new URL("./in-page.js", import.meta.url));

/** Where one element is: a CSS selector, and of those that fit the first that has this text. */
export interface Place {
  readonly css: string;
  readonly text?: string;
}

/** From a page's address to a message, by the quickest of all people. */
export interface Journey {
  /** What is typed where, the password last, and what is pressed then; undefined of who comes back. */
  readonly signIn?: { readonly fields: readonly (readonly [Place, string])[]; readonly button: Place };
  readonly conversation: Place;
  readonly composer: Place;
  readonly text: string;
}

/** Moments of a journey, ms since 1970. */
export interface Moments {
  readonly begun: number;
  /** The field for the password was there. */
  readonly form?: number;
  readonly sent: number;
}

/** Has the next page that is opened drive itself: each thing is done in the frame in which it can be, and no program far away is waited for. */
export async function drive(page: Page, journey: Journey): Promise<void> {
  await page.addInitScript(`globalThis.journey = ${JSON.stringify(journey)}`);
  await page.addInitScript({ path: IN_PAGE });
}

/** When the page did it. */
export function moments(page: Page): Promise<Moments> {
  return page.evaluate("globalThis.driven");
}
