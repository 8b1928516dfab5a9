import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

export const CERT = "localhost.crt";
export const KEY = "localhost.key";
/** Certificate and key in one file. */
export const BOTH = "localhost.pem";

/** A certificate for localhost (P-256) in the server's folder: each server gets one. */
export async function writeCertificate(folder: string): Promise<{ readonly cert: string; readonly key: string }> {
  const pems = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }] }],
  });
  const files = { cert: join(folder, CERT), key: join(folder, KEY) };
  writeFileSync(files.cert, pems.cert);
  writeFileSync(files.key, pems.private);
  writeFileSync(join(folder, BOTH), `${pems.cert}\n${pems.private}\n`);
  return files;
}
