import type { Key } from "../../../i18n/catalogue.ts";
import { ask, type DeskAnswer, EntryRefusal, introduce, type LetIn, newAgent, readLetIn, text } from "./desk.ts";
import { makePasskey, presentPasskey } from "./web-authn.ts";

/** The browser asks one thing at a time. */
let asking = new AbortController();

/** Signs in with a passkey. @returns undefined when they would rather not @throws EntryRefusal */
export async function enterByPasskey(isOffer = false): Promise<LetIn | undefined> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const agent = newAgent();
  const { body } = expectOk(await ask("challenge", { agent }));
  const used = await presentPasskey(text(body, "challenge"), text(body, "party"), { signal, isOffer });
  if (!used) return undefined;
  return readLetIn(expectOk(await ask("passkey", { ...introduce(agent), ...used })), agent);
}

/** A challenge is good for five minutes: a new one in time, ms. */
const FRESH = 4 * 60_000;

/** Lets the browser offer passkeys in the field for the address, until `signal`. */
export async function offerPasskeys(signal: AbortSignal, enter: (letIn: LetIn) => void): Promise<void> {
  const canOffer = await globalThis.PublicKeyCredential?.isConditionalMediationAvailable?.();
  if (!canOffer || signal.aborted) return;
  const stop = () => asking.abort();
  signal.addEventListener("abort", stop);
  const refresh = setInterval(() => void offer(), FRESH);
  signal.addEventListener("abort", () => clearInterval(refresh));
  await offer();

  async function offer(): Promise<void> {
    // Nobody has asked for anything yet: what does not work is not worth a word.
    const letIn = await enterByPasskey(true).catch(() => undefined);
    if (letIn && !signal.aborted) enter(letIn);
  }
}

/** Makes an account that has a passkey and no password. @returns undefined when they would rather not @throws EntryRefusal */
export async function makeAccount(
  token: string | undefined,
  username: string,
  domain: string,
): Promise<LetIn | undefined> {
  const agent = newAgent();
  const wanted = { ...introduce(agent), token, username };
  const { body } = expectOk(await ask("creation", wanted));
  const creation = {
    challenge: text(body, "challenge"),
    party: text(body, "party"),
    handle: text(body, "handle"),
    known: [],
  };
  const made = await makePasskey(creation, `${username}@${domain}`);
  if (!made) return undefined;
  return readLetIn(expectOk(await ask("account", { ...wanted, ...made, name: wanted.device })), agent);
}

/** @throws EntryRefusal */
function expectOk(answer: DeskAnswer): DeskAnswer {
  if (answer.status === 200) return answer;
  throw new EntryRefusal(reasonOf(answer));
}

function reasonOf({ status, body }: DeskAnswer): Key {
  if (status === 429) return "tooManyTries";
  return PROBLEMS[text(body, "problem")] ?? (status === 403 ? "passkeyRefused" : "unreachable");
}

const PROBLEMS: Readonly<Record<string, Key>> = {
  conflict: "usernameTaken",
  "item-not-found": "tokenSpent",
  "not-acceptable": "usernameBad",
  "bad-request": "usernameBad",
  "resource-constraint": "tooManyTries",
  "not-allowed": "registrationClosed",
};
