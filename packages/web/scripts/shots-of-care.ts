import type { Page } from "playwright-core";
import { AMINA, both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

const openMenu = async (page: Page): Promise<void> => {
  await row(page).click({ button: "right" });
  await page.getByRole("menu").waitFor();
};

const row = (page: Page) => page.locator('li[data-peer="bob@hillside.example"] .row');

/** A finger that rests. */
const pressLong = async (page: Page): Promise<void> => {
  await row(page).dispatchEvent("pointerdown", { pointerType: "touch", clientX: 100, clientY: 300, bubbles: true });
  await page.clock.runFor(500);
  await page.getByRole("menu").waitFor();
};

const openShared = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.clock.runFor(300);
};

const drawAside = async (page: Page): Promise<void> => {
  const at = (clientX: number) => ({ pointerType: "touch", clientX, clientY: 300, bubbles: true });
  await row(page).dispatchEvent("pointerdown", at(300));
  for (const x of [270, 240, 200]) await row(page).dispatchEvent("pointermove", at(x));
};

/** What is done with conversations in the list. */
export const CARE_SHOTS: readonly Shot[] = [
  ...both({ name: "wide-row-menu", size: WIDE, scene: "chat", at: AMINA, act: openMenu }),
  { name: "phone-row-menu", size: PHONE, scene: "chat", act: pressLong },
  { name: "phone-rtl-row-menu", size: PHONE, scene: "chat", language: "ar", act: pressLong },
  { name: "phone-row-swipe", size: PHONE, scene: "chat", act: drawAside },
  ...both({ name: "wide-details", size: WIDE, scene: "media", at: AMINA }),
  { name: "phone-details", size: PHONE, scene: "media", at: `${AMINA}/details` },
  ...both({ name: "wide-shared", size: WIDE, scene: "media", at: AMINA, act: openShared }),
  {
    name: "phone-shared-links",
    size: PHONE,
    scene: "media",
    at: `${AMINA}/details`,
    act: async (page) => {
      await openShared(page);
      await page.getByText("Links").click();
    },
  },
  { name: "small-shared", size: SMALL, scene: "media", at: `${AMINA}/details`, act: openShared },
  { name: "small-settings-data", size: SMALL, scene: "chat", at: "#/settings/data", language: "de-DE" },
  { name: "phone-rtl-shared", size: PHONE, scene: "media", at: `${AMINA}/details`, language: "ar" },
  { name: "wide-settings-data", size: WIDE, scene: "chat", at: "#/settings/data" },
  { name: "phone-settings-data", size: PHONE, scene: "chat", at: "#/settings/data", language: "de-DE" },
  {
    name: "wide-delete",
    size: WIDE,
    scene: "chat",
    at: "#/settings/data",
    act: async (page) => {
      await page.getByRole("button", { name: "Delete your account" }).click();
      await page.getByLabel(/^Type/).fill("lena@hillside.example");
    },
  },
  { name: "phone-archive", size: PHONE, scene: "chat", at: "#/archive" },
  {
    name: "wide-row-more",
    size: WIDE,
    scene: "chat",
    at: AMINA,
    act: (page) => row(page).hover(),
  },
];
