/** Takes the pictures of the documents: `npm run screenshots` at the root prepares what this needs. One argument: the folder. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";

/** Names of shots (shots.ts); each by night too, where there is one of that. */
const SHOWN: readonly string[] = [
  "wide-chat",
  "wide-group",
  "wide-search",
  "wide-menu",
  "wide-viewer",
  "wide-connection",
  "wide-settings-look",
  "wide-sign-in",
  "wide-first-run",
  "wide-empty",
  "wide-rtl",
  "phone-chat",
  "phone-list",
  "phone-group",
  "phone-group-details",
  "phone-search",
  "phone-menu",
  "phone-media-files",
  "phone-links",
  "phone-desk",
  "phone-row-menu",
  "phone-new-contact",
  "phone-lost",
  "phone-ticks",
  "phone-connection",
  "phone-invite",
  "phone-rtl",
  "phone-rtl-list-dark",
];

/** Bytes of all of them. */
const MOST = 3_000_000;
const QUALITY = 0.86;

/** Inter stands for the reader's own letters, as in the design. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include>/etc/fonts/fonts.conf</include>
${["system-ui", "sans-serif"].map((family) => `<match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>`).join("\n")}
</fontconfig>`;

const [folder = "docs/screenshots"] = process.argv.slice(2);
const raw = mkdtempSync(join(tmpdir(), "yonder-screenshots-"));
const fonts = join(raw, "fonts.conf");
writeFileSync(fonts, FONTS);
const shots = fileURLToPath(new URL("shots.ts", import.meta.url));
const env = { ...process.env, FONTCONFIG_FILE: fonts };
const { status } = spawnSync(process.execPath, [shots, raw, SHOWN.join(",")], { stdio: "inherit", env });
const bytes = await compressAll();
rmSync(raw, { recursive: true });
console.log(`${folder}: ${bytes} of ${MOST} bytes`);
process.exitCode = status === 0 && bytes <= MOST ? 0 : 1;

/** @returns bytes of all */
async function compressAll(): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const names = readdirSync(raw).filter((name) =>
    SHOWN.some((shown) => [`${shown}.png`, `${shown}-dark.png`].includes(name)),
  );
  let sum = 0;
  writeFileSync(join(folder, "README.md"), gallery(names.map((name) => name.replace(".png", ""))));
  for (const name of names.sort()) {
    const webp = await compress(page, readFileSync(join(raw, name)));
    writeFileSync(join(folder, name.replace(".png", ".webp")), webp);
    sum += webp.length;
  }
  await browser.close();
  return sum;
}

/** A page with all of them, in the order above. */
function gallery(names: readonly string[]): string {
  const shown = SHOWN.flatMap((name) => [name, `${name}-dark`]).filter((name) => names.includes(name));
  const of = (kind: string, width: string) =>
    shown
      .filter((name) => name.startsWith(kind))
      .map((name) => `<img src="${name}.webp" width="${width}" alt="${name.replaceAll("-", " ")}">`)
      .join("\n");
  return `# What Yonder looks like

Taken from the demo page by \`npm run screenshots\`, in Debian's Chromium, with Inter for the reader's own letters. Everybody in them is made up.

${of("phone", "24%")}

${of("wide", "49%")}
`;
}

/** Browsers know how to make WebP. */
async function compress(page: Page, png: Buffer): Promise<Buffer> {
  const data = await page.evaluate(
    async ([source, quality]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = image.width;
      canvas.height = image.height;
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      return canvas.toDataURL("image/webp", quality);
    },
    [png.toString("base64"), QUALITY] as const,
  );
  return Buffer.from(data.split(",")[1] ?? "", "base64");
}
