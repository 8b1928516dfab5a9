import { execFileSync } from "node:child_process";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "../generator/login.ts";
import { CERT, KEY, writeCertificate } from "./certificate.ts";
import { fillProsody } from "./fill-prosody.ts";
import {
  type ArchiveMode,
  freePorts,
  type Peer,
  type Ports,
  type RunningPeer,
  Server,
  spawnPinned,
  untilServing,
  workFolder,
} from "./peer.ts";

/** Debian's Prosody with the modules that Yonder's scope has; no rate limits. */
export const prosody: Peer = {
  name: "Prosody",
  get version() {
    return /^Prosody (\d\S*)/m.exec(execFileSync("prosodyctl", ["about"], { encoding: "utf8" }))?.[1] ?? "unknown";
  },
  start,
};

async function start(mode: ArchiveMode, accounts: readonly Credentials[]): Promise<RunningPeer> {
  const folder = workFolder("prosody");
  const ports = await freePorts();
  await writeCertificate(folder);
  const file = join(folder, "prosody.cfg.lua");
  writeFileSync(file, configuration(folder, ports, mode));
  writeAccounts(folder, accounts);
  const server = await Server.start(
    folder,
    () => spawnPinned("prosody", ["--config", file, "-F"], folder),
    (child) => untilServing(child, ports.c2s),
  );
  return server.asPeer(ports, "/xmpp-websocket", (filling) =>
    fillProsody(join(folder, "data", "prosody.sqlite"), filling),
  );
}

function configuration(folder: string, { c2s, tls, http }: Ports, mode: ArchiveMode): string {
  const isArchiving = mode !== "none";
  return `
run_as_root = true
data_path = "${folder}/data"
pidfile = "${folder}/prosody.pid"
log = { warn = "${folder}/prosody.log" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${c2s} }
c2s_direct_tls_ports = { ${tls} }
http_ports = { ${http} }
https_ports = { }
ssl = { certificate = "${folder}/${CERT}", key = "${folder}/${KEY}" }
modules_enabled = { "roster", "saslauth", "tls", "disco", "ping", "smacks", "carbons", "pep", "blocklist", "websocket"${isArchiving ? ', "mam"' : ""} }
modules_disabled = { "s2s", "admin_shell", "offline" }
network_settings = { tcp_backlog = 1024 }
c2s_require_encryption = false
consider_websocket_secure = true
cross_domain_websocket = true
authentication = "internal_hashed"
default_archive_policy = true
${mode === "durable" ? 'storage = { archive = "sql", muc_log = "sql" }\nsql = { driver = "SQLite3", database = "prosody.sqlite" }' : ""}
VirtualHost "localhost"
Component "conference.localhost" "muc"
  modules_enabled = { ${isArchiving ? '"muc_mam"' : ""} }
`;
}

/** Written as Prosody itself would, as prosodyctl takes a third of a second for each. */
function writeAccounts(folder: string, accounts: readonly Credentials[]): void {
  const directory = join(folder, "data", "localhost", "accounts");
  mkdirSync(directory, { recursive: true });
  const records = new Map<string, string>();
  for (const { username, password } of accounts) {
    const record = records.get(password) ?? accountRecord(password);
    records.set(password, record);
    writeFileSync(join(directory, `${username}.dat`), record);
  }
}

function accountRecord(password: string): string {
  const salted = pbkdf2Sync(password, "yonder-bench", 4096, 20, "sha1");
  const hmac = (text: string): Buffer => createHmac("sha1", salted).update(text).digest();
  const storedKey = createHash("sha1").update(hmac("Client Key")).digest("hex");
  const serverKey = hmac("Server Key").toString("hex");
  return `return { ["iteration_count"] = 4096; ["salt"] = "yonder-bench"; ["stored_key"] = "${storedKey}"; ["server_key"] = "${serverKey}"; };\n`;
}
