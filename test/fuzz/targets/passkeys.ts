import {
  FakeAuthenticator,
  ORIGIN,
  PARTY,
} from "../../../packages/server/src/stream/passkeys/authenticator.fixture.ts";
import {
  challengeIn,
  checkAssertion,
  checkAttestation,
  PasskeyError,
} from "../../../packages/server/src/stream/passkeys/web-authn.ts";
import { mutatedText } from "../generator.ts";
import type { Random } from "../random.ts";
import { must, type Target } from "../target.ts";

const CHALLENGE = "a challenge";
const party = { id: PARTY, origins: [ORIGIN] };
/** Each with what it says when it is made and used. */
const KEYS = (["ec", "ed25519", "rsa"] as const).map((kind) => {
  const authenticator = new FakeAuthenticator(kind);
  return { made: authenticator.create(CHALLENGE), used: authenticator.get(CHALLENGE) };
});

interface Case {
  readonly key: number;
  /** Where bytes of which part are changed. */
  readonly part: (typeof PARTS)[number];
  readonly bytes: string;
}

const PARTS = ["id", "clientData", "authenticatorData", "publicKey", "signature"] as const;

/** Nothing that was changed on its way proves anything, and nothing of it breaks. */
export const passkeys: Target<Case> = {
  name: "passkeys",
  make(random) {
    const key = random.below(KEYS.length);
    const part = random.pick(PARTS);
    return { key, part, bytes: changed(partOf({ ...KEYS[key]?.made, ...KEYS[key]?.used }, part), random) };
  },
  check({ key, part, bytes }) {
    const { made, used } = KEYS[key % KEYS.length] ?? KEYS[0] ?? raise();
    const isSame = (known: object): boolean => bytesOf(bytes).equals(bytesOf(partOf(known, part)));
    const wasMade = attempt(() => checkAttestation({ ...made, [part]: bytes }, CHALLENGE, party));
    must(!wasMade || isSame(made) || part !== "id", "another credential is taken", bytes);
    const publicKey = part === "publicKey" ? bytes : made.publicKey;
    const wasUsed = attempt(() => checkAssertion({ ...used, [part]: bytes }, publicKey, CHALLENGE, party));
    must(!wasUsed || isSame(used) || part === "id" || part === "publicKey", "a broken proof is taken", { part, bytes });
    if (part === "clientData") attempt(() => challengeIn(bytes));
  },
};

function partOf(known: object, part: string): string {
  const found: unknown = Object.entries(known).find(([name]) => name === part)?.[1];
  return typeof found === "string" ? found : "";
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, "base64url");
}

/** Bytes in base64url, or the JSON that they are, changed. */
function changed(text: string, random: Random): string {
  const bytes = bytesOf(text);
  if (random.chance(0.3)) return mutatedText(text, random);
  if (random.chance(0.3))
    return Buffer.from(mutatedText(bytes.toString("latin1"), random), "latin1").toString("base64url");
  for (let n = 1 + random.below(3); n > 0 && bytes.length > 0; n--)
    bytes[random.below(bytes.length)] = random.below(256);
  return bytes.subarray(0, random.chance(0.8) ? bytes.length : random.below(bytes.length)).toString("base64url");
}

function attempt(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof PasskeyError) return false;
    throw error;
  }
}

function raise(): never {
  throw new Error("no keys");
}
