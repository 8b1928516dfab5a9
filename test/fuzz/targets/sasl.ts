import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import {
  fromBase64,
  SaslError,
  ScramClient,
  type ScramClientKeys,
  type ScramKeys,
  ScramServer,
  toBase64,
} from "@yonder/protocol";
import { mutatedText } from "../generator.ts";
import type { Random } from "../random.ts";
import { must, type Target } from "../target.ts";

const HASH = { "SHA-1": "sha1", "SHA-256": "sha256" } as const;
const ITERATIONS = 4_096;
const KEY = new Uint8Array(32).fill(7);
const sha256 = (data: Uint8Array | string): Buffer => createHash("sha256").update(data).digest();
const keys: ScramKeys = { salt: new Uint8Array(16), iterations: ITERATIONS, storedKey: sha256(KEY), serverKey: KEY };
const clientKeys: ScramClientKeys = { clientKey: KEY, serverKey: KEY };

interface Case {
  /** What becomes of the messages on their way: none where it is undefined. */
  readonly first?: string;
  readonly challenge?: string;
  readonly final?: string;
  readonly outcome?: string;
}

const FIRST = "n,,n=alice,r=client";
const CHALLENGE = "r=clientserver,s=AAAAAAAAAAAAAAAAAAAAAA==,i=4096";
const FINAL = `c=biws,r=clientserver,p=${toBase64(KEY)}`;

/** Both ends of SCRAM stand whatever the other says, and let nobody in by it. */
export const sasl: Target<Case> = {
  name: "sasl",
  make: (random) => ({
    ...maybe(random, "first", FIRST),
    ...maybe(random, "challenge", CHALLENGE),
    ...maybe(random, "final", FINAL),
    ...maybe(random, "outcome", `v=${toBase64(KEY)}`),
  }),
  async check(input) {
    const username = "alice";
    const client = new ScramClient({
      hash: "SHA-256",
      username,
      nonce: "client",
      keyCache: { get: () => clientKeys, set() {} },
    });
    const server = new ScramServer({
      hash: "SHA-256",
      nonce: "server",
      plusAdvertised: false,
      fakeSaltSecret: "secret",
      fakeIterations: ITERATIONS,
      lookup: (name) => (name === username ? keys : undefined),
      crypto: {
        hmac: (hash, key, data) => createHmac(HASH[hash], key).update(data).digest(),
        digest: (hash, data) => createHash(HASH[hash]).update(data).digest(),
        equal: timingSafeEqual,
      },
    });
    try {
      const challenge = await server.first(input.first ?? client.first());
      const final = await client.respond(input.challenge ?? challenge);
      const outcome = server.final(input.final ?? final);
      must(input.final === undefined || input.final === final, "let in by another proof", input);
      must(outcome.username === username, "let in somebody else", input);
      must(
        client.verify(input.outcome ?? outcome.serverFinal) || input.outcome !== undefined,
        "the server is not believed",
        input,
      );
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      must(Object.keys(input).length > 0, "an honest login is refused", error.message);
    }
    for (const text of Object.values(input)) readBase64(text);
  },
};

function maybe(random: Random, name: keyof Case, text: string): Partial<Case> {
  return random.chance(0.35) ? { [name]: mutatedText(text, random) } : {};
}

function readBase64(text: string): void {
  try {
    must(toBase64(fromBase64(text)).length === text.length, "base64 that is not strict", text);
  } catch (error) {
    if (!(error instanceof SaslError)) throw error;
  }
}
