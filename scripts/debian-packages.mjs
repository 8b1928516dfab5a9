import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { run } from "./run.mjs";

/** What a cluster consists of besides nodes: programs, and the Debian packages that bring them. */
export const clusterPrograms = {
  "/usr/bin/redis-server": "redis-server",
  "/usr/lib/postgresql/*/bin/postgres": "postgresql",
  "/usr/sbin/nginx": "nginx",
  "/usr/lib/nginx/modules/ngx_stream_module.so": "libnginx-mod-stream",
};

/** What tests drive. Those whose program is missing are skipped by name. */
export const testPrograms = {
  ...clusterPrograms,
  "/usr/bin/faketime": "faketime",
  "/usr/bin/chromium": "chromium",
  "/usr/bin/profanity": "profanity",
  "/usr/bin/tmux": "tmux",
  "/usr/bin/go-sendxmpp": "go-sendxmpp",
  "/usr/lib/python3/dist-packages/slixmpp": "python3-slixmpp",
  "/usr/lib/python3/dist-packages/aiohttp": "python3-aiohttp",
  "/usr/bin/turnserver": "coturn",
  "/usr/bin/redis-server": "redis-server",
};

/** Clients that bring much with them, and a desktop for those that want one, for `npm run test:clients`. */
export const heavyClients = {
  "/usr/bin/poezio": "poezio",
  "/usr/bin/dino-im": "dino-im",
  "/usr/bin/gajim": "gajim",
  "/usr/bin/Xvfb": "xvfb",
  "/usr/bin/xdotool": "xdotool",
  "/usr/bin/dbus-daemon": "dbus-daemon",
  "/usr/bin/gdbus": "libglib2.0-bin",
  "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
  "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
  "/usr/lib/python3/dist-packages/gi": "python3-gi",
};

/** What Smack's integration tests need besides Node. */
export const interopPrograms = {
  "/usr/bin/java": "default-jdk-headless",
  "/usr/bin/mvn": "maven",
  "/usr/sbin/nginx": "nginx",
  "/usr/bin/ip": "iproute2",
  "/usr/bin/unshare": "util-linux",
};

/** Installs what is missing when this is Debian and we may; returns the packages that are missing still. */
export async function installDebianPackages(programs) {
  const isAllowed = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  const missing = missingOf(programs);
  if (!isAllowed || missing.length === 0) return missing;
  console.log(`Installing Debian packages: ${missing.join(", ")} …`);
  await withoutStartingServices(() => aptGet(missing));
  return missingOf(programs);
}

/** The paths that a pattern stands for; `*` is any one folder. */
export function pathsLike(pattern) {
  const [base, rest] = pattern.split("/*/");
  if (rest === undefined) return existsSync(base) ? [base] : [];
  const folders = existsSync(base) ? readdirSync(base) : [];
  return folders.map((folder) => `${base}/${folder}/${rest}`).filter((path) => existsSync(path));
}

function missingOf(programs) {
  const missing = Object.entries(programs).filter(([path]) => pathsLike(path).length === 0);
  return missing.map(([, name]) => name);
}

async function aptGet(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { env, isQuiet: true });
  const { code, output } = await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], {
    env,
    isQuiet: true,
  });
  if (code !== 0) console.log(output.trimEnd().split("\n").slice(-5).join("\n"));
}

/** Packages may bring daemons; Debian asks this file before it starts one. */
async function withoutStartingServices(action) {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await action();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
  }
}
