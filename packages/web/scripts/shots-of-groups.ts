import type { Page } from "playwright-core";
import { both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

const HILL = "#/chat/hill@rooms.hillside.example";
const newGroup = async (page: Page): Promise<void> => {
  await page.locator(".fab:visible, .not-phone.icon-button:visible").first().click();
  await page.locator(".as-button").click();
  await page.locator("dialog input[type=text]").first().fill("🍲 Kitchen table");
};

/** A group of fourteen, its people, and how one is made. */
export const GROUP_SHOTS: readonly Shot[] = [
  ...both({ name: "wide-group", size: WIDE, scene: "group", at: HILL }),
  ...both({ name: "phone-group", size: PHONE, scene: "group", at: HILL }),
  ...both({ name: "phone-group-details", size: PHONE, scene: "group", at: `${HILL}/details` }),
  { name: "phone-group-list", size: PHONE, scene: "group" },
  { name: "phone-rtl-group", size: PHONE, scene: "group", at: HILL, language: "ar" },
  { name: "phone-rtl-group-details", size: PHONE, scene: "group", at: `${HILL}/details`, language: "ar" },
  { name: "small-group", size: SMALL, scene: "group", at: HILL },
  { name: "small-group-details", size: SMALL, scene: "group", at: `${HILL}/details`, language: "de-DE" },
  { name: "wide-new-group", size: WIDE, scene: "group", act: newGroup },
  { name: "small-new-group", size: SMALL, scene: "group", act: newGroup, language: "de-DE" },
  {
    name: "wide-group-member",
    size: WIDE,
    scene: "group",
    at: HILL,
    act: (page) => page.locator(".details .item.plain").nth(1).click(),
  },
  {
    name: "phone-group-mention",
    size: PHONE,
    scene: "group",
    at: HILL,
    act: (page) => page.locator("textarea").pressSequentially("Thanks, @t"),
  },
];
