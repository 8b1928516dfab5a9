import { existsSync, rmSync, writeFileSync } from "node:fs";
import { run } from "./run.mjs";

/** Programs that tests drive, and the Debian packages that bring them. Tests whose program is missing are skipped by name. */
const programs = {
  "/usr/bin/chromium": "chromium",
  "/usr/bin/profanity": "profanity",
  "/usr/bin/tmux": "tmux",
  "/usr/bin/go-sendxmpp": "go-sendxmpp",
  "/usr/lib/python3/dist-packages/slixmpp": "python3-slixmpp",
};

/** Installs what is missing when this is Debian and we may, else names it. */
export async function installDebianPackages() {
  const isAllowed = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (isAllowed && missing().length > 0) {
    console.log(`Installing Debian packages: ${missing().join(", ")} …`);
    await withoutStartingServices(() => aptGet(missing()));
  }
  if (missing().length > 0) console.log(`Not installed, their tests are skipped: ${missing().join(", ")}`);
}

function missing() {
  return Object.entries(programs)
    .filter(([path]) => !existsSync(path))
    .map(([, name]) => name);
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
