import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../support/condition.ts";
import { type CuttableProxy, openProxy } from "../support/cuttable-proxy.ts";
import { named } from "../support/programs.ts";
import { at, comeIn } from "../support/uploader.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { acquaint } from "./acquaint.ts";
import { missingForBrowser, type WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const UPLOADS = "**/upload/**";

let yonder: Yonder;
let line: CuttableProxy;
let alice: WebApp;
let bob: WebApp;

/** Both browsers reach the node through a line that can be cut. */
beforeAll(async () => {
  if (missing) return;
  line = await openProxy();
  const publicUrl = `http://localhost:${line.port}`;
  yonder = await startYonder({ env: { YONDER_PUBLIC_URL: publicUrl, YONDER_ORIGINS: publicUrl } });
  line.leadTo(yonder.ports.http);
  [alice, bob] = await acquaint(yonder, publicUrl);
  await bob.openConversation("alice");
});

afterAll(async () => {
  await Promise.all([alice?.close(), bob?.close()]);
  await yonder?.stop();
  line?.close();
});

/** A photo of 600 × 400 pixels. */
async function photo(page: Page, name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const data: string = await page.evaluate(`
    const canvas = document.createElement("canvas");
    canvas.width = 600;
    canvas.height = 400;
    const context = canvas.getContext("2d");
    context.fillStyle = "#ef9c62";
    context.fillRect(0, 200, 600, 200);
    canvas.toDataURL("image/jpeg");
  `);
  return { name, mimeType: "image/jpeg", buffer: Buffer.from(data.slice(data.indexOf(",") + 1), "base64") };
}

const text = (name: string) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n".repeat(2_000)) });

async function choose(app: WebApp, ...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await app.page.getByRole("button", { name: "Attach a file" }).waitFor();
  await app.page.locator("input[type=file]").setInputFiles(files);
  await app.page.getByRole("list", { name: "Files to send" }).waitFor();
}

const sizeOf = async (bubble: Locator) => {
  const box = await bubble.boundingBox();
  return [box?.width, box?.height].map((length = 0) => Math.round(length));
};

const press = (app: WebApp, name: string) => app.page.getByRole("button", { name, exact: true }).click();

test.skipIf(missing)(
  named("a photo is sent with a text, and shown without moving what is there", missing),
  async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await bob.page.route(UPLOADS, async (route) => {
      await held;
      await route.continue();
    });
    await choose(alice, await photo(alice.page, "hut.jpg"));
    expect(await alice.violations()).toEqual([]);
    await alice.write("Last night from the ridge");
    await alice.showsTick("Last night from the ridge", "Stored", "Delivered", "Read");
    await bob.shows("Last night from the ridge");
    const bubble = bob.bubbles("Last night from the ridge");
    const before = await sizeOf(bubble);
    expect(await bubble.locator("img.preview").getAttribute("src")).toMatch(/^data:image\//);
    letGo();
    await bubble.locator("img.loaded").waitFor();
    expect(await sizeOf(bubble)).toEqual(before);
    await bob.page.unroute(UPLOADS);
    await bob.page.getByRole("link", { name: "Photo: hut.jpg" }).click();
    const viewer = bob.page.getByRole("dialog", { name: "Photo: hut.jpg" });
    await viewer.getByRole("img", { name: "hut.jpg" }).waitFor();
    expect(await bob.violations()).toEqual([]);
    await bob.page.keyboard.press("Escape");
    await viewer.waitFor({ state: "hidden" });
    expect(await bob.violations()).toEqual([]);
  },
);

test.skipIf(missing)(named("a document is dropped, a photo pasted, and both arrive", missing), async () => {
  const drop = (kind: "drop" | "paste", name: string, type: string) =>
    alice.page.evaluate(`
      const data = new DataTransfer();
      data.items.add(new File(["%PDF-1.4"], ${JSON.stringify(name)}, { type: "${type}" }));
      const given = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
      const event = "${kind}" === "drop" ? new DragEvent("drop", given) : new ClipboardEvent("paste", given);
      document.querySelector("main textarea").dispatchEvent(event);
    `);
  await drop("drop", "Plakat-Offene-Nacht-A3-wirklich-final.pdf", "application/pdf");
  await drop("paste", "not really.png", "image/png");
  await alice.page.getByText("final.pdf").first().waitFor();
  await press(alice, "Send");
  await bob.shows("-final.pdf");
  await bob.page.getByRole("link", { name: "Save Plakat-Offene-Nacht-A3-wirklich-final.pdf" }).waitFor();
  // What claims to be a picture and is none is something to save.
  await bob.page.getByRole("link", { name: "Save not really.png" }).waitFor();
});

test.skipIf(missing)(named("a voice message is spoken, sent and heard", missing), async () => {
  await alice.page.context().grantPermissions(["microphone"]);
  await alice.page.evaluate(`
    const { mediaDevices } = navigator;
    const listen = mediaDevices.getUserMedia.bind(mediaDevices);
    globalThis.tracks = [];
    mediaDevices.getUserMedia = async (wish) => {
      const stream = await listen(wish);
      tracks.push(...stream.getTracks());
      return stream;
    };
    const button = document.querySelector("[aria-label='Record a voice message']");
    button.click();
    button.click();
  `);
  await alice.page.getByRole("timer", { name: "Recording" }).filter({ hasText: "0:02" }).waitFor();
  await press(alice, "Send the voice message");
  expect(await alice.page.evaluate("tracks.map(({ readyState }) => readyState)")).toEqual(["ended", "ended"]);
  const play = bob.page.getByRole("button", { name: /^Play: Voice message, 0:0\d$/ });
  await play.click();
  await bob.page.getByRole("button", { name: /^Pause: Voice message/ }).waitFor();
  await bob.page.getByRole("button", { name: "Speed: 1 times" }).click();
  await bob.page.getByRole("button", { name: "Speed: 1.5 times" }).waitFor();
  expect(await bob.violations()).toEqual([]);
});

test.skipIf(missing)(named("what is given up on its way is gone", missing), async () => {
  await alice.page.route(UPLOADS, () => {});
  await choose(alice, text("mistake.pdf"));
  await press(alice, "Send");
  await alice.shows("mistake.pdf");
  await press(alice, "Stop the upload");
  await alice.bubbles("mistake.pdf").waitFor({ state: "detached" });
  await alice.page.unroute(UPLOADS);
});

/** What is sent goes at so many bytes a second; undefined: as fast as can be. */
async function slowDown({ page }: WebApp, bytes: number | undefined): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const rest = { offline: false, latency: 0, downloadThroughput: -1 };
  await devtools.send("Network.emulateNetworkConditions", { ...rest, uploadThroughput: bytes ?? -1 });
}

test.skipIf(missing)(
  named("an upload goes on where it stopped, after its line was cut and after a reload in the middle", missing),
  async () => {
    const sent: { method: string; offset: number }[] = [];
    alice.page.on("request", (request) => {
      const offset = Number(request.headers()["upload-offset"] ?? 0);
      if (["PUT", "PATCH"].includes(request.method())) sent.push({ method: request.method(), offset });
    });
    const content = randomBytes(1_000_000);
    const uploads = join(yonder.dataDir, "uploads");
    await slowDown(alice, 400_000);
    await choose(alice, { name: "film.bin", mimeType: "application/octet-stream", buffer: content });
    await press(alice, "Send");
    await until("some of it has come", () => comeIn(uploads) > 100_000);
    line.cut("reset");
    line.mend();
    await until("it goes on", () => comeIn(uploads) > (sent[1]?.offset ?? content.length));
    await alice.page.reload();
    await slowDown(alice, undefined);
    await alice.showsTick("film.bin", "Stored", "Delivered", "Read");
    expect(sent.map(({ method }) => method)).toEqual(["PUT", "PATCH", "PATCH"]);
    const [, second = 0, third = 0] = sent.map(({ offset }) => offset);
    expect(second).toBeGreaterThan(100_000);
    expect(third).toBeGreaterThan(second);
    const save = bob.page.getByRole("link", { name: "Save film.bin" });
    const [href] = await Promise.all([save.getAttribute("href"), save.waitFor()]);
    const whole = await fetch(at(yonder.origin, href ?? ""));
    expect(content.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true);
    expect(await bob.bubbles("film.bin").count()).toBe(1);
  },
);

test.skipIf(missing)(
  named("what is attached and not sent is there after a reload, and goes out once", missing),
  async () => {
    await choose(alice, await photo(alice.page, "roof.jpg"), text("minutes.pdf"));
    await alice.composer.fill("Both of them");
    await press(alice, "Don’t send minutes.pdf");
    await until("the draft is kept", () => alice.composer.inputValue().then((value) => value === "Both of them"));
    await alice.page.reload();
    const tray = alice.page.getByRole("list", { name: "Files to send" });
    await tray.getByText("roof.jpg").waitFor();
    expect(await tray.getByRole("listitem").count()).toBe(1);
    await press(alice, "Send");
    await bob.shows("Both of them");
    await bob.page.getByRole("link", { name: "Photo: roof.jpg" }).waitFor();
    await alice.page.reload();
    await alice.shows("Both of them");
    expect(await tray.count()).toBe(0);
  },
);

test.skipIf(missing)(
  named("what is said of files stays until they leave, and goes out with them once", missing),
  async () => {
    // This browser takes its time over pictures.
    await alice.page.evaluate("globalThis.createImageBitmap = () => new Promise(() => {})");
    await choose(alice, await photo(alice.page, "lake.jpg"));
    await alice.composer.fill("Down at the lake");
    await press(alice, "Send");
    await until("it is on its way", () => alice.composer.inputValue().then((value) => value === ""));
    await alice.page.reload();
    const tray = alice.page.getByRole("list", { name: "Files to send" });
    await tray.getByText("lake.jpg").waitFor();
    expect(await alice.composer.inputValue()).toBe("Down at the lake");
    await press(alice, "Send");
    await bob.shows("Down at the lake");
    await alice.page.reload();
    await alice.shows("Down at the lake");
    expect(await alice.composer.inputValue()).toBe("");
    expect(await bob.bubbles("Down at the lake").count()).toBe(1);
  },
);

test.skipIf(missing)(named("files without a text are passed on with what is selected", missing), async () => {
  const { page } = alice;
  await alice.bubbles("final.pdf").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Select" }).click();
  await alice.bubbles("film.bin").click();
  await press(alice, "Forward");
  const dialog = page.getByRole("dialog", { name: "Forward to" });
  await dialog.getByRole("checkbox").first().check();
  await dialog.getByRole("button", { name: "Forward" }).click();
  await until("both have come again", async () => {
    const counts = [bob.bubbles("final.pdf").count(), bob.bubbles("film.bin").count()];
    return (await Promise.all(counts)).every((count) => count === 2);
  });
});
