import type { CDPSession, Page } from "playwright-core";
import type { ChatPartner } from "../../test/support/chat-partner.ts";
import { openBrowser } from "../../test/support/chromium.ts";
import type { App } from "./apps.ts";

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
  person: { readonly address: string; readonly password: string },
  bob: ChatPartner,
): Promise<WebFigures> {
  const browser = await openBrowser({ locale: "en-GB" });
  try {
    const first = browser.page;
    const { client, traffic } = await watch(first, circumstances);
    const begun = performance.now();
    await first.goto(app.url, { waitUntil: "commit" });
    await app.formVisible(first);
    const form = performance.now() - begun;
    await app.signIn(first, person.address, person.password);
    await app.openBob(first);
    await say(app, first, bob);
    const message = performance.now() - begun;
    const { bytes, requests } = traffic();
    const heap = await heapOf(client);
    await settled(first);
    await first.close();
    const returning = await comeBack(app, circumstances, await browser.context.newPage(), bob);
    return {
      "form visible, ms": form,
      "first message acknowledged, ms": message,
      "message of who comes back acknowledged, ms": returning,
      "transferred, KiB": bytes / 1024,
      requests: requests,
      "heap in a chat, MiB": heap / 1024 / 1024,
    };
  } finally {
    await browser.close();
  }
}

async function comeBack(app: App, circumstances: Circumstances, page: Page, bob: ChatPartner): Promise<number> {
  await watch(page, circumstances);
  const begun = performance.now();
  await page.goto(app.url, { waitUntil: "commit" });
  await app.openBob(page);
  await say(app, page, bob);
  return performance.now() - begun;
}

async function say(app: App, page: Page, bob: ChatPartner): Promise<void> {
  const text = `measured ${crypto.randomUUID()}`;
  await app.write(page, text);
  await bob.hears(text);
}

/** What it keeps for later is written by now. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1_000);
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
