import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { generate } from "selfsigned";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/children.ts";
import { until } from "../support/condition.ts";
import { environment, runYonder, startYonder } from "../support/yonder.ts";

test("a node without accounts prints one first-run link, and none once there is an account", async () => {
  const yonder = await startYonder();
  await yonder.firstRunLink();
  expect(yonder.output().match(/first-run#/g)).toHaveLength(1);

  await yonder.user("alice", "correct horse");
  await yonder.stop();
  await yonder.restart();
  expect(yonder.output()).not.toContain("first-run");
  await yonder.stop();
});

test("SIGTERM ends a node with its sessions, and what it says last is that it stopped", async () => {
  const yonder = await startYonder();
  await yonder.stop();
  await until("the node has stopped", () => yonder.output().includes('"msg":"stopped"'));
});

test("SIGHUP has the certificate read again; one that is no good is not taken", async () => {
  const folder = temporaryFolder("certificate");
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const [first, second] = [await makeCertificate(folder, "first"), await makeCertificate(folder, "second")];
  install(first);
  const yonder = await startYonder({ env: { YONDER_TLS_CERT: cert, YONDER_TLS_KEY: key } });
  expect(await offeredBy(yonder.ports.c2sTls)).toBe("CN=first");

  install(second);
  process.kill(yonder.pid, "SIGHUP");
  await until("the certificate is read", () => yonder.output().includes("certificate read again"));
  expect(await offeredBy(yonder.ports.c2sTls)).toBe("CN=second");

  writeFileSync(cert, "no certificate");
  process.kill(yonder.pid, "SIGHUP");
  await until("the certificate is refused", () => yonder.output().includes("certificate not read again"));
  expect(await offeredBy(yonder.ports.c2sTls)).toBe("CN=second");
  await yonder.stop();

  function install(pair: { cert: string; key: string }): void {
    copyFileSync(pair.cert, cert);
    copyFileSync(pair.key, key);
  }
});

test("the command line works while the node runs", async () => {
  const yonder = await startYonder();
  const env = environment(yonder.dataDir);
  await runYonder(["user", "import", "-"], env, "alice,sesame\nbob,sesame\n");
  expect(await runYonder(["user", "list"], env)).toBe("alice@localhost\nbob@localhost\n");
  expect(await runYonder(["user", "remove", "bob"], env)).toBe("bob@localhost removed\n");
  expect(await runYonder(["invite"], env)).toMatch(new RegExp(`^${yonder.origin}/invite/#\\S+\n$`));
  await yonder.stop();
});

async function makeCertificate(folder: string, name: string): Promise<{ cert: string; key: string }> {
  const pair = await generate([{ name: "commonName", value: name }], { keyType: "ec" });
  const paths = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  writeFileSync(paths.cert, pair.cert);
  writeFileSync(paths.key, pair.private);
  return paths;
}

/** The subject of the certificate that a port offers. */
function offeredBy(port: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: "127.0.0.1", port, rejectUnauthorized: false, ALPNProtocols: ["xmpp-client"] },
      () => {
        resolve(socket.getPeerX509Certificate()?.subject);
        socket.destroy();
      },
    );
    socket.on("error", reject);
  });
}
