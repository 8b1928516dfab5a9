// npm run cluster: three nodes with Redis, PostgreSQL and nginx on this machine, until Ctrl-C. Data is in ./data/cluster.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { loadBalancer } from "./cluster/load-balancer.mjs";
import { nodes, shareCertificate } from "./cluster/nodes.mjs";
import { assertFree, clusterPorts } from "./cluster/ports.mjs";
import { postgres } from "./cluster/postgres.mjs";
import { redis } from "./cluster/redis.mjs";
import { clusterPrograms, installDebianPackages } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { root } from "./run.mjs";
import { buildWebApp } from "./web-app.mjs";

const folder = resolve(process.env.YONDER_DATA || `${root}data`, "cluster");
const configuration = `${folder}/yonder.toml`;
const ports = clusterPorts(process.env);
const started = [];
/** In milliseconds. */
const PATIENCE = 2_000;
let isStopping = false;

try {
  await prepare();
  await assertFree(ports);
  const services = makeServices();
  stopOnSignal();
  await start(services.redis, services.postgres);
  const [first, ...others] = services.nodes;
  await start(first);
  shareCertificate(folder, services.nodes);
  await Promise.all(others.map((node) => start(node)));
  await start(services.nginx);
  announce(first);
} catch (error) {
  if (!isStopping) console.error(error.message);
  process.exitCode = isStopping ? 0 : 1;
  await stop();
}

async function prepare() {
  await install();
  const missing = await installDebianPackages(clusterPrograms);
  if (missing.length > 0 && existsSync("/etc/debian_version")) throw new Error(`Please install: ${missing.join(", ")}`);
  await buildWebApp();
  // The user postgres has to pass through here, and may see nothing else.
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  mkdirSync(`${folder}/logs`, { recursive: true, mode: 0o700 });
}

function makeServices() {
  const passwords = readPasswords();
  const log = (name) => `${folder}/logs/${name}.log`;
  writeConfiguration(passwords);
  return {
    redis: redis({ folder, port: ports.redis, password: passwords.redis, log: log("redis") }),
    postgres: postgres({ folder, port: ports.postgres, password: passwords.postgres, log: log("postgresql") }),
    nodes: nodes({ folder, configuration, ports, log }),
    nginx: loadBalancer({ folder, ports, log: log("nginx") }),
  };
}

/** Made at the first start. */
function readPasswords() {
  const file = `${folder}/passwords.json`;
  if (!existsSync(file)) {
    const password = () => randomBytes(18).toString("base64url");
    writeFileSync(file, JSON.stringify({ redis: password(), postgres: password() }), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

/** What all nodes share; and `data` for the command line, which asks the first of them: `yonder trace … --config data/cluster/yonder.toml`. */
function writeConfiguration(passwords) {
  const lines = [
    'data = "node-1"',
    `public_url = "http://localhost:${ports.http}"`,
    `origins = ${JSON.stringify(ports.nodes.map(({ http }) => `http://localhost:${http}`))}`,
    'upload_folder = "uploads"',
    `trusted_proxies = ["127.0.0.1", "::1"]`,
    `redis_url = "redis://:${passwords.redis}@127.0.0.1:${ports.redis}"`,
    `database_url = "postgres://yonder:${passwords.postgres}@127.0.0.1:${ports.postgres}/yonder"`,
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`, { mode: 0o600 });
}

async function start(...services) {
  for (const service of services) {
    if (isStopping) return;
    started.unshift(service);
    await service.start();
  }
}

function announce(first) {
  const rows = ports.nodes.map(({ name, http, c2s, c2sTls }) => {
    const { pid } = started.find((service) => service.name === name);
    return `  ${name}  http://localhost:${http}  XMPP ${c2s} and ${c2sTls}  process ${pid}`;
  });
  console.log(`Three nodes serve localhost at http://localhost:${ports.http}/ and XMPP clients on port ${ports.c2s} and ${ports.c2sTls}.
${rows.join("\n")}
Redis is on port ${ports.redis}, PostgreSQL on ${ports.postgres}. Logs are in ${folder}/logs.
The command line: npx yonder user list --config ${configuration}`);
  const link = /https?:\/\/\S+#\S+/.exec(first.output)?.[0];
  if (link) console.log(`Nobody has an account yet. Make the first one here: ${link}`);
  console.log("Ctrl-C stops them all.");
}

/** Who asks again, seconds later, has waited enough; npm passes the first Ctrl-C on once more at once. */
function stopOnSignal() {
  let patience;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (performance.now() > patience) for (const service of started) service.kill();
      patience ??= performance.now() + PATIENCE;
      void stop();
    });
  }
}

/** In the opposite order, the nodes together. */
async function stop() {
  if (isStopping) return;
  isStopping = true;
  console.log("Stopping …");
  const isNode = ({ name }) => name.startsWith("node-");
  await Promise.all(started.filter(isNode).map((node) => node.stop()));
  for (const service of started.filter((it) => !isNode(it))) await service.stop();
}
