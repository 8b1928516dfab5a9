import { type BrowserContext, chromium, type Page } from "playwright-core";
import { temporaryFolder } from "./children.ts";

export const chromiumPath = "/usr/bin/chromium";

const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A microphone that beeps.
  "--use-fake-device-for-media-stream",
  // The last such switch counts: what Playwright turns off is among it.
  `--disable-features=${[
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    // Nobody sees the address bar; what pops up below it takes half of the time of each start.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
  ].join(",")}`,
];

/** Debian's Chromium with a profile of its own: one person's browser. */
export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page has written to its console and thrown, for messages of failed tests. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export async function openBrowser(
  options: { locale?: string; viewport?: { width: number; height: number } } = {},
): Promise<Browser> {
  const viewport = options.viewport ?? { width: 1280, height: 800 };
  const context = await chromium.launchPersistentContext(temporaryFolder("chromium"), {
    executablePath: chromiumPath,
    args,
    locale: options.locale ?? "en-GB",
    viewport,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.setDefaultTimeout(30_000);
  return { context, page, complaints, close: () => context.close() };
}
