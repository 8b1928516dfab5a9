import type { Page } from "playwright-core";
import { both, PHONE, type Shot, SMALL, WIDE } from "./shot.ts";

const CODE = "/join#BASVTLSJQJexk4x2bXL2Zg";
const DEVICES = "#/settings/device";
const NEW_DEVICE = "#/add/yVJTNCKhOJz0MhLIFDJEFA/Firefox%2C%20Linux";

const showCode = async (page: Page): Promise<void> => {
  await page.clock.runFor(1_100);
  await page.locator(".qr svg").first().waitFor();
};
const useOther = async (page: Page): Promise<void> => {
  await page.locator(".button.only-phone").click();
  await page.locator("dialog .qr svg").waitFor();
};
const addDevice = async (page: Page): Promise<void> => {
  await page
    .locator(".page .item")
    .filter({ has: page.locator("use[href='#i-plus']") })
    .click();
  await page.locator("dialog .qr svg").waitFor();
};
/** As in a browser that reads codes itself. */
const mayScan = async (page: Page): Promise<void> => {
  await page.evaluate("globalThis.BarcodeDetector = class {}");
  await addDevice(page);
};
const isVisited = async (page: Page): Promise<void> => {
  await addDevice(page);
  await page.clock.runFor(3_000);
  await page.locator("dialog .visitor").waitFor();
};
const setPassword = async (page: Page): Promise<void> => {
  await page.locator("input[type=password]").fill("correct horse");
  await page.locator(".password-form button[type=submit]").click();
  await page.locator(".password-form .button.line").last().click();
  await page.locator(".password-form .qr svg").waitFor();
  await page.locator(".password-form .qr").scrollIntoViewIfNeeded();
};
const toEnd = (page: Page) => page.locator(".page").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));

/** The ways in besides the password, and how devices are added. */
export const ENTRY_SHOTS: readonly Shot[] = [
  ...both({ name: "wide-sign-in", size: WIDE, scene: "out", act: showCode }),
  { name: "wide-rtl-sign-in", size: WIDE, scene: "out", language: "ar", act: showCode },
  { name: "small-sign-in", size: SMALL, scene: "out", language: "de-DE" },
  { name: "phone-other-device", size: PHONE, scene: "out", act: useOther },
  { name: "phone-join", size: PHONE, scene: "out", at: CODE },
  { name: "wide-join", size: WIDE, scene: "out", at: CODE },
  { name: "wide-invite", size: WIDE, scene: "out", at: "/invite/#T0KEN" },
  { name: "small-invite", size: SMALL, scene: "out", at: "/invite/#T0KEN", language: "de-DE" },
  { name: "phone-rtl-invite", size: PHONE, scene: "out", at: "/invite/#T0KEN", language: "ar" },
  ...both({ name: "wide-add-device", size: WIDE, scene: "chat", at: DEVICES, act: addDevice }),
  { name: "phone-add-device", size: PHONE, scene: "chat", at: DEVICES, act: addDevice },
  { name: "phone-add-device-scan", size: PHONE, scene: "chat", at: DEVICES, act: mayScan },
  { name: "small-add-device", size: SMALL, scene: "chat", at: DEVICES, language: "de-DE", act: addDevice },
  { name: "phone-visitor", size: PHONE, scene: "chat", at: DEVICES, act: isVisited },
  { name: "wide-admit", size: WIDE, scene: "chat", at: NEW_DEVICE },
  { name: "phone-rtl-admit", size: PHONE, scene: "chat", at: NEW_DEVICE, language: "ar" },
  { name: "phone-app-code", size: PHONE, scene: "chat", at: DEVICES, act: setPassword },
  { name: "phone-devices", size: PHONE, scene: "chat", at: DEVICES },
  { name: "phone-devices-end", size: PHONE, scene: "chat", at: DEVICES, act: toEnd },
  { name: "small-devices-end", size: SMALL, scene: "chat", at: DEVICES, language: "de-DE", act: toEnd },
];
