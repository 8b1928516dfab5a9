import type { Page } from "playwright-core";

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };
export const SMALL = { width: 320, height: 568 };
export const MIDDLE = { width: 900, height: 800 };

export interface Shot {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly scene: string;
  /** Path and fragment of the page. */
  readonly at?: string;
  readonly theme?: "light" | "dark";
  readonly language?: string;
  readonly act?: (page: Page) => Promise<void>;
}

export const AMINA = "#/chat/amina@hillside.example";

/** By day and by night. */
export const both = (shot: Shot): Shot[] => [shot, { ...shot, name: `${shot.name}-dark`, theme: "dark" }];
