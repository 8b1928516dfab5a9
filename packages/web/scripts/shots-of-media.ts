import type { Page } from "playwright-core";
import { AMINA, both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

const BOB = "#/chat/bob@hillside.example";
/** A small picture as a BMP, which browsers read under any name. */
function bitmap(side = 96): Buffer {
  const head = Buffer.alloc(54);
  head.write("BM");
  head.writeUInt32LE(54 + side * side * 4, 2);
  head.writeUInt32LE(54, 10);
  for (const [offset, value] of [
    [14, 40],
    [18, side],
    [22, side],
    [26, 1 | (32 << 16)],
  ] as const)
    head.writeUInt32LE(value, offset);
  const row = (y: number) =>
    Array.from({ length: side }, (_, x) => [90 + y, 120 + (x >> 1), y < side / 3 ? 90 : 220, 255]);
  return Buffer.concat([head, Buffer.from(Array.from({ length: side }, (_, y) => row(y)).flat(2))]);
}

const PNG = bitmap();

const upTo = (name: string) => async (page: Page) => {
  await page.locator(".picture .whole img").first().waitFor();
  await page.locator(`[data-key=media-${name}]`).evaluate((bubble) => bubble.scrollIntoView({ block: "center" }));
  await page.clock.runFor(300);
};

async function openViewer(page: Page): Promise<void> {
  await upTo("4")(page);
  await page.locator("[data-key=media-4] .whole").click();
  await page.locator(".viewer").waitFor();
}

async function attach(page: Page): Promise<void> {
  await page.locator(".composer input[type=file]").setInputFiles([
    { name: "ridge-at-night-with-the-long-lens.png", mimeType: "image/png", buffer: PNG },
    { name: "Plakat-Offene-Nacht-am-Huegel-final.pdf", mimeType: "application/pdf", buffer: PNG },
    { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
  ]);
  await page.locator(".tray").waitFor();
}

const block = async (page: Page) => {
  await page.locator(".details .item.danger").last().click();
  await page.locator("dialog").waitFor();
};

const report = async (page: Page) => {
  await block(page);
  await page.locator("dialog .segments button, dialog .segments label").nth(1).click();
};

async function crop(page: Page): Promise<void> {
  await page.locator("input[type=file]").first().setInputFiles({ name: "me.png", mimeType: "image/png", buffer: PNG });
  await page.locator(".crop").waitFor();
}

const media = (name: string, from: string): Shot[] => [
  ...both({ name: `wide-media-${name}`, size: WIDE, scene: "media", at: AMINA, act: upTo(from) }),
  ...both({ name: `phone-media-${name}`, size: PHONE, scene: "media", at: AMINA, act: upTo(from) }),
];

/** Photos, files and voices; whom we block; our own picture. */
export const MEDIA_SHOTS: readonly Shot[] = [
  ...media("small", "1"),
  ...media("shapes", "3"),
  ...media("photo", "5"),
  ...media("voice", "9"),
  { name: "wide-media-files", size: WIDE, scene: "media", at: AMINA },
  { name: "phone-media-files", size: PHONE, scene: "media", at: AMINA },
  { name: "small-media-shapes", size: SMALL, scene: "media", at: AMINA, act: upTo("2") },
  { name: "small-media-voice", size: SMALL, scene: "media", at: AMINA, act: upTo("9") },
  { name: "small-media-files", size: SMALL, scene: "media", at: AMINA },
  { name: "phone-rtl-media-voice", size: PHONE, scene: "media", at: AMINA, language: "ar", act: upTo("9") },
  { name: "phone-rtl-media-files", size: PHONE, scene: "media", at: AMINA, language: "ar" },
  { name: "wide-viewer", size: WIDE, scene: "media", at: AMINA, act: openViewer },
  { name: "phone-viewer", size: PHONE, scene: "media", at: AMINA, act: openViewer },
  { name: "phone-rtl-viewer", size: PHONE, scene: "media", at: AMINA, language: "ar", act: openViewer },
  ...both({ name: "wide-tray", size: WIDE, scene: "chat", at: AMINA, act: attach }),
  { name: "small-tray", size: SMALL, scene: "chat", at: AMINA, act: attach },
  { name: "wide-block", size: WIDE, scene: "chat", at: `${BOB}/details`, act: block },
  { name: "wide-report-dark", size: WIDE, scene: "chat", at: `${BOB}/details`, theme: "dark", act: report },
  { name: "small-report", size: SMALL, scene: "chat", at: `${BOB}/details`, language: "de-DE", act: report },
  { name: "phone-rtl-report", size: PHONE, scene: "chat", at: `${BOB}/details`, language: "ar", act: report },
  ...both({ name: "wide-blocked-line", size: WIDE, scene: "blocked", at: BOB }),
  { name: "small-blocked-line", size: SMALL, scene: "blocked", at: BOB, language: "de-DE" },
  { name: "wide-blocked-people", size: WIDE, scene: "blocked", at: "#/settings/blocked" },
  { name: "small-blocked-people", size: SMALL, scene: "blocked", at: "#/settings/blocked", language: "de-DE" },
  ...both({ name: "wide-crop", size: WIDE, scene: "chat", at: "#/settings/you", act: crop }),
  { name: "small-crop", size: SMALL, scene: "chat", at: "#/settings/you", act: crop },
  { name: "phone-settings-you-dark", size: PHONE, scene: "blocked", at: "#/settings/you", theme: "dark" },
  { name: "phone-rtl-settings-you", size: PHONE, scene: "blocked", at: "#/settings/you", language: "ar" },
  ...["you", "notifications", "device"].map((section) => ({
    name: `small-settings-${section}`,
    size: SMALL,
    scene: "blocked",
    at: `#/settings/${section}`,
    language: "de-DE",
  })),
  {
    name: "phone-rtl-settings-notifications",
    size: PHONE,
    scene: "chat",
    at: "#/settings/notifications",
    language: "ar",
  },
  { name: "phone-settings-device", size: PHONE, scene: "chat", at: "#/settings/device" },
  {
    name: "phone-settings-notifications-dark",
    size: PHONE,
    scene: "chat",
    at: "#/settings/notifications",
    theme: "dark",
  },
];
