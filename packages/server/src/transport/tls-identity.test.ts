import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { closeAll, start } from "./tcp-stage.fixture.ts";
import { TlsIdentity } from "./tls-identity.ts";

afterEach(closeAll);

function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "yonder-tls-"));
}

async function fingerprint(port: number): Promise<string> {
  const peer = await TcpPeer.connectTls(port);
  const { fingerprint256 } = (peer.socket as TLSSocket).getPeerCertificate();
  peer.abort();
  return fingerprint256;
}

test("a certificate for localhost is made once, and its key is the owner's alone", async () => {
  const dataDir = await folder();
  await TlsIdentity.load({ kind: "self-signed", dataDir });
  const pem = await readFile(join(dataDir, "localhost.crt"), "utf8");
  const certificate = new X509Certificate(pem);
  expect(certificate.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 9 * 365 * 86_400_000);
  expect((await stat(join(dataDir, "localhost.key"))).mode & 0o777).toBe(0o600);
  await TlsIdentity.load({ kind: "self-signed", dataDir });
  expect(await readFile(join(dataDir, "localhost.crt"), "utf8")).toBe(pem);
});

test("a renewed certificate is taken for new connections, and a broken one is not", async () => {
  const [dataDir, other] = [await folder(), await folder()];
  await TlsIdentity.load({ kind: "self-signed", dataDir });
  await TlsIdentity.load({ kind: "self-signed", dataDir: other });
  const [cert, key] = [join(dataDir, "localhost.crt"), join(dataDir, "localhost.key")];
  const tls = await TlsIdentity.load({ kind: "files", cert, key });
  const port = await start(new FakeNode({ tls }), "direct-tls").port;
  const first = await fingerprint(port);

  await writeFile(cert, await readFile(join(other, "localhost.crt")));
  await expect(tls.reload()).rejects.toThrow("key values mismatch");
  expect(await fingerprint(port)).toBe(first);

  await writeFile(key, await readFile(join(other, "localhost.key")));
  await tls.reload();
  expect(await fingerprint(port)).not.toBe(first);
});

test("files that are not there are named", async () => {
  await expect(TlsIdentity.load({ kind: "files", cert: "/nowhere/cert.pem", key: "/nowhere/key.pem" })).rejects.toThrow(
    "/nowhere/",
  );
});
