import type { Page } from "playwright-core";
import { AMINA, both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

/** What is around messages: menus, answers, reactions, what was edited or removed. */
export const AMENDED_SHOTS: readonly Shot[] = [
  ...both({ name: "phone-menu", size: PHONE, scene: "amended", at: AMINA, act: pressLong }),
  ...both({ name: "wide-menu", size: WIDE, scene: "amended", at: AMINA, act: openMenu }),
  { name: "small-menu", size: SMALL, scene: "amended", at: AMINA, act: openMenu },
  {
    name: "phone-rtl-menu",
    size: PHONE,
    scene: "rtl",
    at: "#/chat/amina@tall.example",
    language: "ar",
    act: pressLong,
  },
  { name: "wide-rtl-menu", size: WIDE, scene: "rtl", at: "#/chat/amina@tall.example", language: "ar", act: openMenu },
  {
    name: "wide-selected",
    size: WIDE,
    scene: "amended",
    at: AMINA,
    act: async (page) => {
      await openMenu(page);
      await page.getByRole("menuitem", { name: "Select" }).click();
    },
  },
  {
    name: "phone-forward",
    size: PHONE,
    scene: "amended",
    at: AMINA,
    act: async (page) => {
      await openMenu(page);
      await page.getByRole("menuitem", { name: "Forward" }).click();
    },
  },
  ...both({ name: "wide-emoji", size: WIDE, scene: "amended", at: AMINA, act: openEmoji }),
  { name: "small-emoji", size: SMALL, scene: "amended", at: AMINA, act: openEmoji },
];

const newestBubble = (page: Page) => page.locator(".theirs .bubble[data-key]").last();

/** A reply is begun, then the toolbar of the newest message is shown, as under a finger. */
async function pressLong(page: Page): Promise<void> {
  await openMenu(page);
  await page.getByRole("menuitem").first().click();
  await page.locator("textarea").fill("Then he can sit on it while we look 😄");
  await newestBubble(page).dispatchEvent("pointerdown", { pointerType: "touch" });
  await page.clock.runFor(600);
  await page.locator(".actions").waitFor();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator(".emoji-button").waitFor();
  await newestBubble(page).click({ button: "right" });
  await page.locator(".menu").waitFor();
}

async function openEmoji(page: Page): Promise<void> {
  await page.locator(".emoji-button").click();
  await page.locator(".emoji-grid button").nth(40).waitFor();
}
