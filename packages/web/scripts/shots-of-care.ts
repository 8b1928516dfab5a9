import type { Page } from "playwright-core";
import { AMINA, both, PHONE, type Shot, WIDE } from "./shot.ts";

const openMenu = async (page: Page): Promise<void> => {
  await page.locator('li[data-peer="bob@hillside.example"] .row').click({ button: "right" });
  await page.getByRole("menu").waitFor();
};

/** What is done with conversations in the list. */
export const CARE_SHOTS: readonly Shot[] = [
  ...both({ name: "wide-row-menu", size: WIDE, scene: "chat", at: AMINA, act: openMenu }),
  { name: "phone-row-menu", size: PHONE, scene: "chat", act: openMenu },
  { name: "phone-rtl-row-menu", size: PHONE, scene: "chat", language: "ar", act: openMenu },
  { name: "phone-archive", size: PHONE, scene: "chat", at: "#/archive" },
  {
    name: "wide-row-more",
    size: WIDE,
    scene: "chat",
    at: AMINA,
    act: (page) => page.locator('li[data-peer="bob@hillside.example"] .row').hover(),
  },
];
