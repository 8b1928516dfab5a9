import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();
const password = "correct horse";
let yonder: Yonder;

beforeAll(async () => {
  if (missing) return;
  yonder = await startYonder();
  await yonder.users([{ name: "alice", password }]);
});
afterAll(() => yonder?.stop());

test.skipIf(missing)(
  named("a passkey signs in without a password, and another device comes in by a code, whichever shows it", missing),
  { timeout: 120_000 },
  async () => {
    const alice = await WebApp.open(yonder.origin);
    const { page } = alice;
    const authenticator = await alice.withAuthenticator();
    await alice.signIn("alice@localhost", password);

    // A passkey
    await page.goto(`${yonder.origin}/#/settings/device`);
    await page.getByRole("button", { name: "Make a passkey" }).click();
    await page.getByText("The passkey is ready.").waitFor();
    await page.getByText("Not used yet").waitFor();
    expect(await authenticator.passkeys()).toMatchObject([{ rpId: "localhost", isResidentCredential: true }]);
    expect(await alice.violations(), "devices and passkeys").toEqual([]);
    await alice.letsPasskeysBeOffered(false);
    await signOut(alice);
    await page.getByRole("img", { name: "QR code of the link" }).waitFor();
    expect(await alice.violations(), "the ways in").toEqual([]);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await alice.isInside();

    // The browser offers it by itself, and this authenticator says yes to that, too
    await alice.letsPasskeysBeOffered(true);
    await signOut(alice);
    await alice.isInside();
    await page.reload();
    await alice.isInside();

    // The signed-in device shows the code
    await page.goto(`${yonder.origin}/#/settings/device`);
    await page.getByText("Last used:").waitFor();
    await page.getByRole("button", { name: "Add a device" }).click();
    await page.getByRole("button", { name: "Copy link" }).waitFor();
    expect(await alice.violations(), "a code for another device").toEqual([]);
    const link = await alice.copied(() => page.getByRole("button", { name: "Copy link" }).click());
    expect(link).toMatch(/\/join#[\w-]{22}$/);
    const other = await WebApp.open(link);
    await other.page.getByRole("button", { name: "Sign in here" }).waitFor();
    expect(other.page.url()).toBe(`${yonder.origin}/`);
    expect(await other.violations(), "where the code leads").toEqual([]);
    await other.page.getByRole("button", { name: "Sign in here" }).click();
    await page.getByText("would like to sign in as you").waitFor();
    expect(await alice.violations(), "the question").toEqual([]);
    await page.getByRole("button", { name: "Let it in" }).click();
    await other.isInside();
    await page.getByRole("dialog").getByText("is signed in.").waitFor();

    // The new device shows the code; its secret is known here
    await other.page.evaluate(() => {
      crypto.getRandomValues = (bytes) => bytes;
    });
    await signOut(other);
    await other.page.getByRole("img", { name: "QR code of the link" }).waitFor();
    const secret = Buffer.alloc(16).toString("base64url");
    const key = createHash("sha256").update(secret).digest("base64url").slice(0, 22);
    await page.keyboard.press("Escape");
    await alice.seesCode(`${yonder.origin}/#/add/${key}/Firefox%2C%20Linux`);
    await page.getByRole("button", { name: "Add a device" }).click();
    await page.getByRole("button", { name: "Read its code instead" }).click();
    await page.getByText(/Firefox, Linux\u2069 would like to sign in as you/).waitFor();
    await page.getByRole("button", { name: "Let it in" }).click();
    await page.getByText("signs in by itself now").waitFor();
    await other.isInside();

    await page.goto(`${yonder.origin}/#/settings/device`);
    await page.getByRole("button", { name: /^Remove the passkey/ }).click();
    await page.getByText("Last used:").waitFor({ state: "detached" });
    expect([...alice.complaints, ...other.complaints]).toEqual([]);
    await Promise.all([alice.close(), other.close()]);
  },
);

test.skipIf(missing)(
  named("who is invited may have a passkey and no password, and a password later", missing),
  async () => {
    const link = /https?:\S+/.exec(await yonder.run("invite"))?.[0] ?? "";
    const zoe = await WebApp.open(link.replace(/^.*(?=\/invite)/, yonder.origin));
    const { page } = zoe;
    await zoe.withAuthenticator();
    await page.getByLabel("Your name").fill("Zoe");
    await page.getByRole("button", { name: "Passkey" }).waitFor();
    expect(await zoe.violations(), "an invitation").toEqual([]);
    await page.getByLabel("Your address").fill("alice");
    await page.getByRole("button", { name: "Passkey" }).click();
    await page.getByText("alice is taken").waitFor();
    await page.getByLabel("Your address").fill("zoe");
    await page.getByRole("button", { name: "Passkey" }).click();
    await zoe.isInside();

    await page.goto(`${yonder.origin}/#/settings/device`);
    await page.getByRole("button", { name: /^Remove the passkey/ }).click();
    await page.getByText("That’s the only way into your account.").waitFor();
    await page.getByLabel("Password", { exact: true }).fill("a password for apps");
    await page.getByRole("button", { name: "Set a password" }).click();
    await page.getByRole("button", { name: "Change password" }).waitFor();
    await zoe.letsPasskeysBeOffered(false);
    await signOut(zoe);
    await zoe.signIn("zoe@localhost", "a password for apps");
    expect(zoe.complaints.filter((line) => !line.includes("409"))).toEqual([]);
    await zoe.close();
  },
);

async function signOut({ page }: WebApp): Promise<void> {
  if (!page.url().includes("/settings/")) await page.goto(`${yonder.origin}/#/settings/device`);
  await page.getByRole("navigation").getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await page.goto(`${yonder.origin}/#/`);
}
