import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { pathsLike } from "../debian-packages.mjs";
import { Service } from "./service.mjs";

/** PostgreSQL on loopback, as it comes: what is committed is on disk. It refuses to be root's, so root gives it to the user postgres. */
export function postgres({ folder, port, password, log }) {
  const user = process.getuid?.() === 0 ? "postgres" : undefined;
  const data = dataFolder(`${folder}/postgres`, user);
  if (!existsSync(`${data}/PG_VERSION`)) create(data, user, password);
  const settings = { port, listen_addresses: "127.0.0.1", unix_socket_directories: "", logging_collector: "off" };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return new Service({
    name: "PostgreSQL",
    command: program("postgres"),
    args: ["-D", data, ...args],
    cwd: "/",
    log,
    user,
    // At once and in order, without waiting for the nodes to go (a "fast shutdown").
    stopSignal: "SIGINT",
    isReady: (child) => isReady(data, child.pid),
  });
}

/** The folder, if its user can reach it; else one in the place where Debian has such folders. */
function dataFolder(wanted, user) {
  if (user === undefined || canReach(user, dirname(wanted))) return wanted;
  const name = createHash("sha256").update(wanted).digest("hex").slice(0, 8);
  return `/var/lib/postgresql/yonder-${name}`;
}

function canReach(user, folder) {
  return spawnSync("setpriv", [...as(user), "test", "-x", folder]).status === 0;
}

function create(data, user, password) {
  console.log(`Creating a PostgreSQL database in ${data} …`);
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const secrets = mkdtempSync(`${tmpdir()}/yonder-`);
  writeFileSync(`${secrets}/password`, `${password}\n`, { mode: 0o600 });
  if (user !== undefined) must("chown", ["-R", `${user}:${user}`, data, secrets]);
  const login = ["--username=yonder", "--auth=scram-sha-256", `--pwfile=${secrets}/password`];
  runAs(user, program("initdb"), ["-D", data, "--encoding=UTF8", "--no-locale", ...login]);
  rmSync(secrets, { recursive: true });
  runAs(user, program("postgres"), ["--single", "-D", data, "postgres"], "CREATE DATABASE yonder;\n");
}

/** As pg_ctl does: the postmaster writes its state into the last line of its pid file. */
function isReady(data, pid) {
  const file = `${data}/postmaster.pid`;
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

function program(name) {
  const found = pathsLike(`/usr/lib/postgresql/*/bin/${name}`).sort((a, b) => versionOf(a) - versionOf(b));
  return found.at(-1) ?? name;
}

function versionOf(path) {
  return Number(path.split("/")[4]);
}

function runAs(user, command, args, input) {
  if (user === undefined) must(command, args, input);
  else must("setpriv", [...as(user), command, ...args], input);
}

function as(user) {
  return ["--reuid", user, "--regid", user, "--init-groups"];
}

function must(command, args, input = "") {
  const { status, error, stderr } = spawnSync(command, args, { input, encoding: "utf8", cwd: "/" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed\n${error?.message ?? stderr}`);
}
