import { constants } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";

/** Where a certificate comes from: files, or made on the first start and kept in the data folder. */
export type TlsSource =
  | { readonly kind: "files"; readonly cert: string; readonly key: string }
  | { readonly kind: "self-signed"; readonly dataDir: string };

/** Our certificate and key, which may be read again while connections are open (RFC 6120 §5). */
export class TlsIdentity {
  readonly #source: TlsSource;
  #context: SecureContext;

  /** Reads, or makes, the certificate. Throws when a file cannot be read or does not fit the other. */
  static async load(source: TlsSource): Promise<TlsIdentity> {
    return new TlsIdentity(source, await contextOf(source));
  }

  private constructor(source: TlsSource, context: SecureContext) {
    this.#source = source;
    this.#context = context;
  }

  /** For the next handshake. */
  get context(): SecureContext {
    return this.#context;
  }

  /** Reads the files again; when that fails the present certificate stays in use, and the error is thrown. */
  async reload(): Promise<void> {
    this.#context = await contextOf(this.#source);
  }
}

async function contextOf(source: TlsSource): Promise<SecureContext> {
  const { cert, key } =
    source.kind === "files" ? await readPair(source.cert, source.key) : await selfSigned(source.dataDir);
  return createSecureContext({
    cert,
    key,
    ciphers: CIPHERS,
    honorCipherOrder: true,
    minVersion: "TLSv1.2",
    // RFC 9325 §3.5
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  });
}

/** Those of TLS 1.3, and of TLS 1.2 what RFC 9325 §4.2 recommends: forward secrecy and authenticated encryption (RFC 7590 §3). */
const CIPHERS = [
  ...["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"],
  ...["ECDSA", "RSA"].flatMap((key) => [
    `ECDHE-${key}-AES256-GCM-SHA384`,
    `ECDHE-${key}-CHACHA20-POLY1305`,
    `ECDHE-${key}-AES128-GCM-SHA256`,
  ]),
].join(":");

interface Pair {
  readonly cert: string;
  readonly key: string;
}

async function readPair(certPath: string, keyPath: string): Promise<Pair> {
  const [cert, key] = await Promise.all([readFile(certPath, "utf8"), readFile(keyPath, "utf8")]);
  return { cert, key };
}

async function selfSigned(dataDir: string): Promise<Pair> {
  const paths = { cert: join(dataDir, "localhost.crt"), key: join(dataDir, "localhost.key") };
  try {
    return await readPair(paths.cert, paths.key);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const pair = await makePair();
  await mkdir(dataDir, { recursive: true });
  await writeOwn(paths.key, pair.key);
  await writeOwn(paths.cert, pair.cert);
  return pair;
}

const TEN_YEARS = 3_650 * 24 * 60 * 60 * 1_000;

async function makePair(): Promise<Pair> {
  // Some 240 modules that only the first start needs.
  const { generate } = await import("selfsigned");
  const notBeforeDate = new Date();
  const pems = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate,
    notAfterDate: new Date(notBeforeDate.getTime() + TEN_YEARS),
    extensions: [
      { name: "basicConstraints", cA: false },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  return { cert: pems.cert, key: pems.private };
}

async function writeOwn(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
  await chmod(path, 0o600);
}
