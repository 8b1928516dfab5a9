// npm run screenshots: takes the pictures in docs/screenshots anew, from the demo page, in Debian's Chromium.
import { existsSync } from "node:fs";
import { installDebianPackages } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { nodePath, root, run } from "./run.mjs";

/** What draws, and in what letters: those of the design, emoji, and Chinese. */
const NEEDED = {
  "/usr/bin/chromium": "chromium",
  "/usr/share/fonts/opentype/inter/Inter-Regular.otf": "fonts-inter",
  "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
  "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf": "fonts-droid-fallback",
};

await install();
const missing = await installDebianPackages(NEEDED);
if (!existsSync("/usr/bin/chromium")) throw new Error("chromium is needed");
if (missing.length > 0) console.log(`Other letters are drawn instead: ${missing.join(", ")} are missing`);
const { code } = await run("npm", ["run", "demo", "-w", "packages/web"], { isQuiet: true });
if (code !== 0) throw new Error("the demo page could not be built");
const taken = await run(nodePath(), [`${root}packages/web/scripts/screenshots.ts`, `${root}docs/screenshots`]);
process.exitCode = taken.code;
