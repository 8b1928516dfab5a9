import { execFileSync } from "node:child_process";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "../generator/login.ts";
import {
  type ArchiveMode,
  freePort,
  type Peer,
  type RunningPeer,
  spawnPinned,
  stopChild,
  untilServing,
  workFolder,
} from "./peer.ts";

/** Debian's Prosody with the modules that Yonder's scope has; no rate limits. */
export const prosody: Peer = {
  name: "Prosody",
  get version() {
    return /Prosody (\S+)/.exec(execFileSync("prosodyctl", ["about"], { encoding: "utf8" }))?.[1] ?? "unknown";
  },
  start,
};

async function start(mode: ArchiveMode, accounts: readonly Credentials[]): Promise<RunningPeer> {
  const folder = workFolder("prosody");
  const [c2s, http] = [await freePort(), await freePort()];
  const file = join(folder, "prosody.cfg.lua");
  writeFileSync(file, configuration(folder, c2s, http, mode));
  writeAccounts(folder, accounts);
  const child = spawnPinned("prosody", ["--config", file, "-F"], folder);
  await untilServing(child, c2s);
  return {
    pid: child.pid ?? 0,
    tcp: { transport: "tcp", port: c2s },
    websocket: { transport: "websocket", port: http, path: "/xmpp-websocket" },
    stop: () => stopChild(child, folder),
  };
}

function configuration(folder: string, c2s: number, http: number, mode: ArchiveMode): string {
  return `
run_as_root = true
data_path = "${folder}/data"
pidfile = "${folder}/prosody.pid"
log = { warn = "${folder}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${c2s} }
c2s_direct_tls_ports = { }
http_ports = { ${http} }
https_ports = { }
modules_enabled = { "roster", "saslauth", "disco", "ping", "smacks", "carbons", "pep", "blocklist", "websocket"${mode === "none" ? "" : ', "mam"'} }
modules_disabled = { "s2s", "tls", "admin_shell", "offline" }
c2s_require_encryption = false
consider_websocket_secure = true
cross_domain_websocket = true
authentication = "internal_hashed"
default_archive_policy = true
${mode === "durable" ? 'storage = { archive = "sql" }\nsql = { driver = "SQLite3", database = "prosody.sqlite" }' : ""}
VirtualHost "localhost"
`;
}

/** Written as Prosody itself would, as prosodyctl takes a third of a second for each. */
function writeAccounts(folder: string, accounts: readonly Credentials[]): void {
  const directory = join(folder, "data", "localhost", "accounts");
  mkdirSync(directory, { recursive: true });
  for (const { username, password } of accounts) {
    const salted = pbkdf2Sync(password, "yonder-bench", 4096, 20, "sha1");
    const hmac = (text: string): Buffer => createHmac("sha1", salted).update(text).digest();
    const storedKey = createHash("sha1").update(hmac("Client Key")).digest("hex");
    const serverKey = hmac("Server Key").toString("hex");
    const record = `return { ["iteration_count"] = 4096; ["salt"] = "yonder-bench"; ["stored_key"] = "${storedKey}"; ["server_key"] = "${serverKey}"; };\n`;
    writeFileSync(join(directory, `${username}.dat`), record);
  }
}
