// Smack's integration tests against a node; in a network of their own (scripts/interop.mjs). Arguments: the file with the class path, then options of Java's.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startYonder } from "../support/yonder.ts";
import { documentOf } from "./document.ts";
import { excuseFor } from "./exceptions.ts";
import { runSmack } from "./smack.ts";
import { openTlsEntrance } from "./tls-entrance.ts";

const [classPathFile = "", ...options] = process.argv.slice(2);
const folder = join(import.meta.dirname, "../.tools/interop");
const log = join(folder, "smack.log");

execFileSync("ip", ["link", "set", "lo", "up"]);
// Who transfers a file directly (XEP-0065) offers the address that it has, unless that is a loopback one.
execFileSync("ip", ["address", "add", "192.0.2.1/32", "dev", "lo"]);
mkdirSync(folder, { recursive: true });
rmSync(log, { force: true });
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
    YONDER_ROOM_OCCUPANTS: "public",
    YONDER_PUBSUB_CREATION: "everyone",
    // The connection that makes the accounts does nothing else.
    YONDER_LIMITS_LOGIN_SECONDS: "3600",
  },
});
const closeTlsEntrance = await openTlsEntrance(yonder.ports.http, yonder.dataDir);
const classPath = readFileSync(classPathFile, "utf8").trim();
const version = /smack-integration-test-(\S+?)\.jar/.exec(classPath)?.[1] ?? "";
const results = await runSmack({ classPath, certificates: yonder.dataDir, log, options }, (line) => console.log(line));
await closeTlsEntrance();
await yonder.stop();
writeFileSync(join(folder, "node.log"), yonder.output());

for (const { test, outcome, reason } of results) if (outcome !== "passed") console.log(`${outcome} ${test}: ${reason}`);
if (options.length === 0)
  writeFileSync(join(import.meta.dirname, "../../docs/interop.md"), documentOf(results, version));
const failed = results.filter((result) => result.outcome !== "passed" && excuseFor(result) === undefined).length;
const passed = results.filter(({ outcome }) => outcome === "passed").length;
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
console.log(`${passed} passed, ${failed} failed`);
