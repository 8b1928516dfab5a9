import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Link } from "../generator/link.ts";
import { type Credentials, openStream } from "../generator/login.ts";
import { BOTH, writeCertificate } from "./certificate.ts";
import { fillEjabberd } from "./fill-ejabberd.ts";
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

/** Debian's ejabberd with the modules that Yonder's scope has; no shapers; and room for who comes in a crowd, of whom it lets five wait by default. It runs without Erlang's distribution, so without epmd. */
export const ejabberd: Peer = {
  name: "ejabberd",
  get version() {
    return execFileSync("dpkg-query", ["--show", "ejabberd"], { encoding: "utf8" }).trim().split("\t")[1] ?? "unknown";
  },
  start,
};

async function start(mode: ArchiveMode, accounts: readonly Credentials[]): Promise<RunningPeer> {
  const folder = workFolder("ejabberd");
  const ports = await freePorts();
  await writeCertificate(folder);
  const hasAccounts = copyAccounts(folder, accounts.length);
  writeFileSync(join(folder, "ejabberd.yml"), configuration(folder, ports, mode));
  writeFileSync(
    join(folder, "inetrc"),
    '{lookup, ["file", "native"]}.\n{host, {127,0,0,1}, ["localhost"]}.\n{file, resolv, "/etc/resolv.conf"}.\n',
  );
  const server = await Server.start(
    folder,
    () => spawnPinned("erl", erlangOptions(folder), folder, environment(folder)),
    (child) => untilServing(child, ports.c2s),
  );
  const peer = server.asPeer(ports, "/ws", (filling) => fillEjabberd(join(folder, "archive.sqlite"), filling));
  if (!hasAccounts) {
    await register(ports.c2s, accounts);
    if (mode !== "usual") await server.restart(() => keepAccounts(folder, accounts.length));
  }
  return peer;
}

function erlangOptions(folder: string): string[] {
  return [
    "+K",
    "true",
    "+P",
    "250000",
    "-mnesia",
    "dir",
    `"${folder}/mnesia"`,
    "-ejabberd",
    "quiet",
    "true",
    "-s",
    "ejabberd",
    "-noinput",
  ];
}

function environment(folder: string): NodeJS.ProcessEnv {
  const libraries = readdirSync("/usr/lib").includes("x86_64-linux-gnu")
    ? "/usr/lib/x86_64-linux-gnu"
    : "/usr/lib/aarch64-linux-gnu";
  return {
    ERL_LIBS: libraries,
    EJABBERD_CONFIG_PATH: join(folder, "ejabberd.yml"),
    EJABBERD_LOG_PATH: join(folder, "ejabberd.log"),
    ERL_CRASH_DUMP_BYTES: "0",
    ERL_MAX_PORTS: "32000",
    ERL_INETRC: join(folder, "inetrc"),
  };
}

function configuration(folder: string, { c2s, tls, http }: Ports, mode: ArchiveMode): string {
  const archive =
    mode === "none" ? "" : `  mod_mam:\n    default: always\n    db_type: ${mode === "durable" ? "sql" : "mnesia"}\n`;
  const sql = mode === "durable" ? "sql_type: sqlite\nsql_database: archive.sqlite\nnew_sql_schema: false\n" : "";
  return `
loglevel: error
hosts: [localhost]
certfiles: ["${folder}/${BOTH}"]
auth_method: mnesia
auth_password_format: scram
registration_timeout: infinity
shaper: {}
shaper_rules: { max_user_sessions: 10 }
access_rules: { register: { allow: all }, c2s: { allow: all } }
${sql}
listen:
  - { port: ${c2s}, ip: 127.0.0.1, module: ejabberd_c2s, max_stanza_size: 262144, access: c2s, backlog: 1024, starttls: true }
  - { port: ${tls}, ip: 127.0.0.1, module: ejabberd_c2s, max_stanza_size: 262144, access: c2s, backlog: 1024, tls: true }
  - { port: ${http}, ip: 127.0.0.1, module: ejabberd_http, request_handlers: { /ws: ejabberd_http_ws } }
modules:
  mod_adhoc: {}
  mod_blocking: {}
  mod_caps: {}
  mod_carboncopy: {}
  mod_disco: {}
${archive}  mod_muc:
    access_create: all
    max_users: 5000
    default_room_options: { mam: ${mode !== "none"} }
  mod_ping: {}
  mod_privacy: {}
  mod_pubsub: { plugins: [flat, pep] }
  mod_register: { access: register, ip_access: all, welcome_message: {} }
  mod_roster: { versioning: true }
  mod_stream_mgmt: { max_ack_queue: 100000 }
`;
}

/** In-band registration (XEP-0077), a hundred on one stream, as a stream that does not log in is ended after a while. */
async function register(port: number, accounts: readonly Credentials[]): Promise<void> {
  for (let index = 0; index < accounts.length; index += 100)
    await registerOnStream(port, accounts.slice(index, index + 100));
}

async function registerOnStream(port: number, accounts: readonly Credentials[]): Promise<void> {
  const link = await Link.connect({ transport: "tcp", port });
  await openStream(link);
  for (const { username, password } of accounts) {
    link.send(
      `<iq type='set' id='${username}' to='localhost'><query xmlns='jabber:iq:register'><username>${username}</username><password>${password}</password></query></iq>`,
    );
    const [answer] = await link.expect(/<iq[^>]*?(\/>|>.*?<\/iq>)/s);
    if (answer.includes("error")) throw new Error(`ejabberd refused an account: ${answer}`);
  }
  link.close();
}

function keepAccounts(folder: string, count: number): void {
  cpSync(join(folder, "mnesia"), keptAccounts(count), { recursive: true });
}

/** ejabberd hashes slowly: the accounts of an earlier run are taken over if they are enough. */
function copyAccounts(folder: string, count: number): boolean {
  const kept = existsSync(work) ? readdirSync(work).map((name) => Number(/^ejabberd-(\d+)$/.exec(name)?.[1])) : [];
  const enough = kept.filter((size) => size >= count).toSorted((a, b) => a - b);
  if (enough[0] === undefined) return false;
  cpSync(keptAccounts(enough[0]), join(folder, "mnesia"), { recursive: true });
  return true;
}

const work = join(import.meta.dirname, "..", ".work");
const keptAccounts = (count: number): string => join(work, `ejabberd-${count}`);
