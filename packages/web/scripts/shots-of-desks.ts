import type { Page } from "playwright-core";
import { both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

const YOU = "#/settings/you";

const open = async (page: Page): Promise<void> => {
  await page.locator("main button.item", { hasText: "/@open-night" }).click();
  await page.locator(".desk-link svg path").waitFor();
};

const begin = async (page: Page): Promise<void> => {
  await page.locator("main button.item").last().click();
  await page.locator("dialog input").first().fill("Café am Hügel");
  await page.locator("dialog input[type=checkbox]").nth(1).check();
};

const close = async (page: Page): Promise<void> => {
  await open(page);
  await page.locator("dialog .desk-end").click();
};

/** For who answers, and rules nothing. */
const openOthers = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    const { links } = (globalThis as unknown as { engine: { links: { desk(name: string): Promise<object> } } }).engine;
    const read = links.desk;
    links.desk = async (name) => ({ ...(await read(name)), isOurs: false, sites: [] });
  });
  await open(page);
};

/** Links of several people. */
export const DESK_SHOTS: readonly Shot[] = [
  ...both({ name: "wide-desk", size: WIDE, scene: "chat", at: YOU, act: open }),
  ...both({ name: "phone-desk", size: PHONE, scene: "chat", at: YOU, act: open }),
  { name: "small-desk", size: SMALL, scene: "chat", at: YOU, act: open, language: "de-DE" },
  { name: "phone-rtl-desk", size: PHONE, scene: "chat", at: YOU, act: open, language: "ar" },
  { name: "phone-desk-list", size: PHONE, scene: "chat", at: YOU, act: (page) => page.locator(".page").press("End") },
  { name: "phone-desk-of-others", size: PHONE, scene: "chat", at: YOU, act: openOthers },
  { name: "phone-new-desk", size: PHONE, scene: "chat", at: YOU, act: begin },
  { name: "small-new-desk", size: SMALL, scene: "chat", at: YOU, act: begin, language: "de-DE" },
  { name: "wide-close-desk", size: WIDE, scene: "chat", at: YOU, act: close, language: "zh-CN" },
];
