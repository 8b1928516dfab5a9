import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

/** SCRAM-SHA-1, client side (RFC 5802), on its own so that the generator shares no code with the servers it measures. */
export class ScramLogin {
  readonly #bare: string;
  readonly #password: string;

  constructor(username: string, password: string) {
    this.#bare = `n=${username},r=${randomBytes(12).toString("base64")}`;
    this.#password = password;
  }

  /** The client-first-message, base64. */
  first(): string {
    return toBase64(`n,,${this.#bare}`);
  }

  /** The client-final-message, base64, for a base64 server-first-message. */
  final(challenge: string): string {
    const serverFirst = Buffer.from(challenge, "base64").toString();
    const { r, s, i } = fields(serverFirst);
    const salted = saltedPassword(this.#password, s, Number(i));
    const withoutProof = `c=biws,r=${r}`;
    const clientKey = hmac(salted, "Client Key");
    const signature = hmac(sha1(clientKey), `${this.#bare},${serverFirst},${withoutProof}`);
    return toBase64(`${withoutProof},p=${xor(clientKey, signature).toString("base64")}`);
  }
}

const saltedPasswords = new Map<string, Buffer>();

/** One computation per account: a client keeps its salted password too. */
function saltedPassword(password: string, salt: string, iterations: number): Buffer {
  const key = `${password} ${salt} ${iterations}`;
  const known = saltedPasswords.get(key);
  if (known) return known;
  const salted = pbkdf2Sync(password, Buffer.from(salt, "base64"), iterations, 20, "sha1");
  saltedPasswords.set(key, salted);
  return salted;
}

function fields(message: string): { r: string; s: string; i: string } {
  const found = /^r=([^,]+),s=([^,]+),i=(\d+)/.exec(message);
  if (!found) throw new Error(`Unexpected SCRAM challenge: ${message}`);
  const [, r = "", s = "", i = ""] = found;
  return { r, s, i };
}

const toBase64 = (text: string): string => Buffer.from(text).toString("base64");
const hmac = (key: Buffer, text: string): Buffer => createHmac("sha1", key).update(text).digest();
const sha1 = (data: Buffer): Buffer => createHash("sha1").update(data).digest();
const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
