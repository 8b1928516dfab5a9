import type { Page } from "playwright-core";
import { AMINA, both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

/** A link is written, and somebody pauses. */
const write = async (page: Page, text: string): Promise<void> => {
  await page.locator("main textarea").fill(text);
  await page.clock.runFor(600);
};

const see = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "Show a preview" }).click();
  await page.clock.runFor(300);
};

const WEATHER = "Take gloves, says https://wetter.example/huegel";

/** What is said of links; and messages that did not travel as far as others. */
export const LINK_SHOTS: readonly Shot[] = [
  ...both({ name: "wide-links", size: WIDE, scene: "links", at: AMINA }),
  ...both({ name: "phone-links", size: PHONE, scene: "links", at: AMINA }),
  { name: "small-links", size: SMALL, scene: "links", at: AMINA, language: "de-DE" },
  { name: "phone-rtl-links", size: PHONE, scene: "links", at: AMINA, language: "ar" },
  { name: "wide-link-offer", size: WIDE, scene: "chat", at: AMINA, act: (page) => write(page, WEATHER) },
  { name: "phone-link-offer", size: PHONE, scene: "chat", at: AMINA, act: (page) => write(page, WEATHER) },
  {
    name: "phone-link-ready",
    size: PHONE,
    scene: "chat",
    at: AMINA,
    act: async (page) => {
      await write(page, WEATHER);
      await see(page);
      await page.locator(".link-offer .link-card").waitFor();
    },
  },
  {
    name: "wide-link-none",
    size: WIDE,
    scene: "chat",
    at: AMINA,
    act: async (page) => {
      await write(page, "https://nothing.example/");
      await see(page);
    },
  },
  ...["away", "stranger", "group", "here"].flatMap((kind) => [
    { name: `wide-way-${kind}`, size: WIDE, scene: `way-${kind}`, at: "#/settings/connection" },
    { name: `phone-way-${kind}`, size: PHONE, scene: `way-${kind}`, at: "#/settings/connection" },
  ]),
];
