// Smack's integration tests against a node; in a network of their own (scripts/interop.mjs). Arguments: the file with the class path, then options of Java's.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startYonder } from "../support/yonder.ts";
import { runSmack } from "./smack.ts";
import { openTlsEntrance } from "./tls-entrance.ts";

const [classPathFile = "", ...options] = process.argv.slice(2);
const folder = join(import.meta.dirname, "../.tools/interop");
const log = join(folder, "smack.log");

execFileSync("ip", ["link", "set", "lo", "up"]);
// Who transfers a file directly (XEP-0065) offers the address that it has, unless that is a loopback one.
execFileSync("ip", ["address", "add", "192.0.2.1/32", "dev", "lo"]);
mkdirSync(folder, { recursive: true });
const yonder = await startYonder({
  env: {
    YONDER_BIND: "127.0.0.1,192.0.2.1",
    YONDER_HTTP_PORT: "5280",
    YONDER_C2S_PORT: "5222",
    YONDER_C2S_TLS_PORT: "5223",
    YONDER_PUBLIC_URL: "https://localhost",
    YONDER_TRUSTED_PROXIES: "127.0.0.1",
    YONDER_LOG_LEVEL: process.env.YONDER_LOG_LEVEL ?? "info",
    YONDER_REGISTRATION: "open",
    // The connection that makes the accounts does nothing else.
    YONDER_LIMITS_LOGIN_SECONDS: "3600",
  },
});
await openTlsEntrance(yonder.ports.http, yonder.dataDir);
const classPath = readFileSync(classPathFile, "utf8").trim();
const results = await runSmack({ classPath, certificates: yonder.dataDir, log, options }, (line) => console.log(line));
await yonder.stop();
writeFileSync(join(folder, "node.log"), yonder.output());
const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
for (const { test, outcome, reason } of results) if (outcome !== "passed") console.log(`${outcome} ${test}: ${reason}`);
console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("impossible")} not possible`);
