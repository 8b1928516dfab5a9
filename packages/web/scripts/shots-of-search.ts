import type { Page } from "playwright-core";
import { AMINA, both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

const look =
  (words: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(".search input").fill(words);
    await page.locator(".rows.found").waitFor();
    // The clock of a scene stands still.
    for (let turns = 0; turns < 4; turns++) await page.clock.runFor(300);
  };

const lookHere = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Search here" }).click();
  await look("the")(page);
};

export const SEARCH_SHOTS: readonly Shot[] = [
  ...both({ name: "phone-search", size: PHONE, scene: "chat", act: look("hill") }),
  ...both({ name: "wide-search", size: WIDE, scene: "chat", at: AMINA, act: look("the") }),
  { name: "wide-search-here", size: WIDE, scene: "chat", at: AMINA, act: lookHere },
  { name: "phone-search-files", size: PHONE, scene: "media", act: look("plakat") },
  { name: "phone-search-none", size: PHONE, scene: "chat", act: look("zeppelin") },
  { name: "phone-search-lost", size: PHONE, scene: "lost", act: look("the") },
  { name: "small-search", size: SMALL, scene: "chat", act: look("o") },
  { name: "phone-search-rtl", size: PHONE, scene: "rtl", language: "ar", act: look("ال") },
  { name: "phone-search-details", size: PHONE, scene: "chat", at: `${AMINA}/details` },
];
