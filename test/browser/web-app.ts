import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { type Browser, chromiumPath, openBrowser } from "../support/chromium.ts";
import { missingPrograms } from "../support/programs.ts";

const built = join(import.meta.dirname, "../../packages/web/dist/index.html");

/** What is missing for tests in a browser. */
export function missingForBrowser(...programs: string[]): string | undefined {
  if (!existsSync(built)) return "needs the web app built";
  return missingPrograms(chromiumPath, ...programs);
}

/** How far a message came, by the name that a screen reader says. */
export type Tick = "Waiting" | "Stored" | "Delivered" | "Read" | "Not sent";

/** Yonder's page, used by the names of what is on it. */
export class WebApp {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
    this.page = browser.page;
  }

  static async open(url: string, options: Parameters<typeof openBrowser>[0] = {}): Promise<WebApp> {
    const app = new WebApp(await openBrowser(options));
    await app.page.goto(url);
    return app;
  }

  /** Another tab of the same browser. */
  async openTab(url: string): Promise<WebApp> {
    const { context, complaints } = this.#browser;
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(url);
    return new WebApp({ context, page, complaints, close: () => page.close() });
  }

  /** A window that the page has opened. */
  inWindow(page: Page): WebApp {
    const { context, complaints } = this.#browser;
    return new WebApp({ context, page, complaints, close: () => page.close() });
  }

  /** Signs in by the form, and stays signed in. */
  async signIn(address: string, password: string): Promise<void> {
    await this.#within(this.page.getByLabel("Address", { exact: true }).waitFor(), "a form to sign in");
    await this.page.getByLabel("Address", { exact: true }).fill(address);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.getByRole("navigation", { name: "Conversations" }).waitFor();
  }

  /** Fills in the form of a first-run link or an invitation. */
  async makeAccount(name: string, address: string, password: string): Promise<void> {
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByLabel("Your address").fill(address);
    const choice = this.page.getByRole("button", { name: "Password", exact: true });
    if (await choice.isVisible()) await choice.click();
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Make my account" }).click();
  }

  async addContact(address: string): Promise<void> {
    await this.page.getByRole("button", { name: "New conversation" }).first().click();
    await this.page.getByLabel("Their address").fill(address);
    await this.page.getByRole("button", { name: "Add and write" }).click();
    await this.#within(this.composer.waitFor(), `the conversation with ${address}`);
  }

  /** Resolves when the page is past the door. */
  async isInside(): Promise<void> {
    await this.#within(this.page.getByRole("navigation", { name: "Conversations" }).waitFor(), "the conversations");
  }

  /** Gives the browser an authenticator that says yes to everything, with these passkeys. */
  async withAuthenticator(
    passkeys: readonly VirtualPasskey[] = [],
  ): Promise<{ passkeys(): Promise<VirtualPasskey[]> }> {
    const devtools = await this.page.context().newCDPSession(this.page);
    await devtools.send("WebAuthn.enable");
    const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options: AUTHENTICATOR });
    for (const credential of passkeys) await devtools.send("WebAuthn.addCredential", { authenticatorId, credential });
    return {
      passkeys: async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    };
  }

  /** Whether this page's browser offers passkeys before anybody asks for them. */
  async letsPasskeysBeOffered(isOffered: boolean): Promise<void> {
    await this.page.evaluate((canOffer) => {
      const { PublicKeyCredential: kind } = globalThis as unknown as { PublicKeyCredential: Offering };
      kind.isConditionalMediationAvailable = async () => canOffer;
    }, isOffered);
  }

  /** There is a camera, which sees a QR code. */
  async seesCode(text: string): Promise<void> {
    await this.page.context().grantPermissions(["camera"]);
    await this.page.evaluate((rawValue) => {
      class FakeDetector {
        detect = async () => [{ rawValue }];
      }
      Object.assign(globalThis, { BarcodeDetector: FakeDetector });
    }, text);
  }

  /** What comes into the clipboard meanwhile. */
  async copied(copy: () => Promise<void>): Promise<string> {
    await this.page.evaluate(() => {
      const page = globalThis as unknown as { copiedText?: string; navigator: { clipboard: { writeText: unknown } } };
      page.navigator.clipboard.writeText = async (text: string) => {
        page.copiedText = text;
      };
    });
    await copy();
    return this.page.evaluate(() => (globalThis as unknown as { copiedText?: string }).copiedText ?? "");
  }

  /** The link to pass on, once the server has made it. */
  async invitationLink(): Promise<string> {
    await this.page.getByRole("button", { name: "Copy" }).waitFor();
    return this.page.getByLabel("Invitation link").inputValue();
  }

  /** Says yes to the one person who asks. */
  async acceptRequest(): Promise<void> {
    await this.page.getByText("would like to write to you").click();
    await this.page.getByRole("button", { name: /^Say yes to/ }).click();
  }

  /** Makes a group with contacts. @returns its address */
  async newGroup(name: string, members: readonly string[]): Promise<string> {
    await this.page.getByRole("button", { name: "New conversation" }).first().click();
    await this.page.getByRole("button", { name: "New group" }).click();
    await this.page.getByLabel("Name of the group").fill(name);
    for (const member of members) await this.page.getByRole("checkbox", { name: member }).check();
    await this.page.getByRole("button", { name: "Create group" }).click();
    await this.#within(this.page.getByRole("heading", { name, level: 1 }).waitFor(), `the group ${name}`);
    return decodeURIComponent(/#\/chat\/([^/]+)/.exec(this.page.url())?.[1] ?? "");
  }

  /** Asks somebody into the open group. */
  async invite(address: string): Promise<void> {
    await this.page.getByRole("button", { name: "Invite" }).click();
    await this.page.getByLabel("Or by address").fill(address);
    await this.page.getByRole("dialog").getByRole("button", { name: "Invite", exact: true }).click();
  }

  /** Says yes to a group that somebody asks into. */
  async acceptInvitation(group: string): Promise<void> {
    await this.page.getByText("would like you to join").click();
    await this.page.getByRole("button", { name: `Say yes to ${group}` }).click();
  }

  /** Opens a conversation from the list. */
  async openConversation(name: string): Promise<void> {
    await this.page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name }).click();
    await this.composer.waitFor();
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: /^Write to / });
  }

  async write(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  bubbles(text: string): Locator {
    return this.page.locator("article.bubble").filter({ hasText: text });
  }

  /** Resolves when the message is on the page. */
  async shows(text: string): Promise<void> {
    await this.#within(this.bubbles(text).first().waitFor(), `a bubble with “${text}”`);
  }

  /** Resolves when the message, the last of its group, came so far. */
  async showsTick(text: string, ...ticks: Tick[]): Promise<void> {
    const names = new RegExp(`^(${ticks.join("|")})$`);
    const tick = this.bubbles(text).getByRole("img", { name: names });
    await this.#within(tick.waitFor(), `“${text}” as ${ticks.join(" or ")}`);
  }

  /** The texts of all messages of the open conversation, without the times and ticks at their ends, oldest first. */
  async texts(): Promise<string[]> {
    const texts = await this.page.locator("article.bubble .lines").evaluateAll((lines) =>
      lines.map((line) =>
        [...line.childNodes]
          .filter(({ nodeName }) => nodeName !== "SPAN")
          .map(({ textContent }) => textContent ?? "")
          .join(""),
      ),
    );
    return texts.map((text) => text.trim());
  }

  /** Violations of axe-core's rules on the page as it is once nothing fades in any more, one line each. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(await axeSource());
    const violations = (await this.page.evaluate(VIOLATIONS_AT_REST)) as Violation[];
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
    );
  }

  get complaints(): readonly string[] {
    return this.#browser.complaints;
  }

  close(): Promise<void> {
    return this.#browser.close();
  }

  /** Adds to a failure what the page looks like and complains of. */
  async #within<T>(wait: Promise<T>, what: string): Promise<T> {
    try {
      return await wait;
    } catch (cause) {
      const text = await this.page.locator("body").textContent();
      throw new Error(
        `The page does not show ${what}. It shows:\n${text}\nIt complains:\n${this.complaints.join("\n")}`,
        { cause },
      );
    }
  }
}

const AUTHENTICATOR = {
  protocol: "ctap2",
  transport: "internal",
  hasResidentKey: true,
  hasUserVerification: true,
  isUserVerified: true,
  automaticPresenceSimulation: true,
} as const;

export interface VirtualPasskey {
  credentialId: string;
  isResidentCredential: boolean;
  rpId?: string;
  privateKey: string;
  userHandle?: string;
  signCount: number;
}

interface Offering {
  isConditionalMediationAvailable(): Promise<boolean>;
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What moved while it was looked at is looked at again, but for what moves without end: half faded in, a text has little contrast. */
const VIOLATIONS_AT_REST = `(async () => {
  let moves = 0;
  const note = () => moves++;
  for (const kind of ["animationstart", "transitionrun"]) addEventListener(kind, note, true);
  const moving = () =>
    document.getAnimations()
      .filter(({ effect, playState }) => playState === "running" && Number.isFinite(effect.getComputedTiming().endTime));
  for (let tries = 1; ; tries++) {
    await Promise.allSettled(moving().map(({ finished }) => finished));
    const before = moves;
    const { violations } = await axe.run();
    if (tries === 5 || (moves === before && moving().length === 0)) {
      for (const kind of ["animationstart", "transitionrun"]) removeEventListener(kind, note, true);
      return violations;
    }
  }
})()`;

async function axeSource(): Promise<string> {
  const { source } = (await import("axe-core")) as unknown as { source: string };
  return source;
}
