import type { CDPSession, Page } from "playwright-core";
import type { ChatPartner } from "../../test/support/chat-partner.ts";
import { openBrowser } from "../../test/support/chromium.ts";
import { until } from "../../test/support/condition.ts";
import { type App, journey, type Person } from "./apps.ts";
import { drive, moments } from "./driver.ts";

/** What the line and the processor are like. */
export interface Circumstances {
  readonly name: string;
  /** Of a phone in a slow network; undefined: this machine as it is. */
  readonly slow?: { readonly bitsPerSecond: number; readonly latencyMs: number; readonly cpuTimes: number };
}

export const CIRCUMSTANCES: readonly Circumstances[] = [
  { name: "full speed" },
  { name: "slow line", slow: { bitsPerSecond: 1_600_000, latencyMs: 150, cpuTimes: 4 } },
];

/** One run's figures, by name; times in ms, sizes in KiB. */
export type WebFigures = Readonly<Record<string, number>>;

/** A cold browser: signs in, writes to bob; comes back in a new page, and writes to him again. Acknowledged: bob has it. */
export async function measureWeb(
  app: App,
  circumstances: Circumstances,
  person: Person,
  bob: ChatPartner,
): Promise<WebFigures> {
  const browser = await openBrowser({ locale: "en-GB" });
  try {
    const first = browser.page;
    await settled(first);
    const { client, traffic } = await watch(first, circumstances);
    const { form, message } = await visit(app, first, bob, person);
    const { bytes, requests } = traffic();
    const heap = await heapOf(client);
    await settled(first);
    await first.close();
    const second = await browser.context.newPage();
    await watch(second, circumstances);
    const returning = await visit(app, second, bob);
    return {
      "form visible, ms": form,
      "first message acknowledged, ms": message,
      "message of who comes back acknowledged, ms": returning.message,
      "transferred, KiB": bytes / 1024,
      requests: requests,
      "heap in a chat, MiB": heap / 1024 / 1024,
    };
  } finally {
    await browser.close();
  }
}

/** @returns ms since the page was asked for */
async function visit(app: App, page: Page, bob: ChatPartner, person?: Person) {
  const text = `measured ${crypto.randomUUID()}`;
  await drive(page, journey(app, text, person));
  await page.goto(app.url, { waitUntil: "commit" });
  const heard = await momentOf(text, bob);
  const { begun, form = Number.NaN } = await moments(page);
  return { form: form - begun, message: heard - begun };
}

/** When bob had it, ms since 1970. */
async function momentOf(text: string, { heard }: ChatPartner): Promise<number> {
  const arrived = () => heard.some((message) => message.childText("body") === text);
  await until(`bob hears “${text}”`, arrived, { timeout: 60_000, every: 2 });
  return performance.timeOrigin + performance.now();
}

/** Nothing goes on any more that was begun before: the browser's own start, what a page keeps for later. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(2_000);
}

async function watch(page: Page, { slow }: Circumstances) {
  const client = await page.context().newCDPSession(page);
  let [bytes, requests] = [0, 0];
  client.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests += 1;
  });
  await client.send("Network.enable");
  await client.send("Performance.enable");
  if (slow) {
    const throughput = slow.bitsPerSecond / 8;
    await client.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: slow.latencyMs,
      downloadThroughput: throughput,
      uploadThroughput: throughput,
    });
    await client.send("Emulation.setCPUThrottlingRate", { rate: slow.cpuTimes });
  }
  return { client, traffic: () => ({ bytes, requests }) };
}

async function heapOf(client: CDPSession): Promise<number> {
  await client.send("HeapProfiler.collectGarbage");
  const { metrics } = await client.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? 0;
}
