import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { can } from "../clients/capability.ts";
import { LOBBY, type Stage, setStage } from "../clients/stage.ts";
import { missingPrograms } from "../support/programs.ts";
import { Terminal } from "../support/terminal.ts";

const missing = missingPrograms("poezio", "tmux");
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

async function login(port = stage.yonder.ports.c2s): Promise<Terminal> {
  const poezio = await Terminal.start("Poezio", (home) => {
    mkdirSync(join(home, "config", "poezio"), { recursive: true });
    const authority = join(home, "localhost.crt");
    copyFileSync(join(stage.yonder.dataDir, "localhost.crt"), authority);
    writeFileSync(join(home, "config", "poezio", "poezio.cfg"), configuration(port, authority));
    return [...asNobody(home), "poezio", "-d", join(home, "log")];
  });
  await poezio.sees(/alice@localhost|Authentication success|Your JID is/);
  await poezio.sees(/Your JID is alice@localhost/);
  return poezio;
}

/** It refuses to run as root. */
function asNobody(home: string): string[] {
  if (process.getuid?.() !== 0) return [];
  execFileSync("chown", ["-R", "nobody", home]);
  return ["setpriv", "--reuid=nobody", "--clear-groups"];
}

function configuration(port: number, authority: string): string {
  return `[Poezio]
jid = alice@localhost
password = ${stage.password}
custom_host = 127.0.0.1
custom_port = ${port}
force_encryption = true
ca_cert_path = ${authority}
rooms =
auto_reconnect = true
reconnect_delay = 1
enable_smacks = true
use_mam = true
autolog = false
use_log = false
lang = en
status =
default_nick = poezio
send_initial_presence = true
first_run = false
`;
}

can("Poezio", ["edits its roster", "sees presence"], missing, async () => {
  const alice = await login();
  await alice.typeSlowly("/add bob@localhost");
  await alice.sees(/Bob|bob@localhost/);
  await alice.typeSlowly("/name bob@localhost Bob");
  await stage.rosterHas("bob@localhost", "Bob");
  await alice.sees(/\[\+\] Bob/);
  await alice.quit();
});

can("Poezio", ["logs in", "chats both ways"], missing, async () => {
  const alice = await login();
  await alice.typeSlowly("/message bob@localhost written in Poezio");
  await stage.bob.hears("written in Poezio");
  stage.bob.says("alice@localhost", "heard you, Poezio");
  await alice.typeSlowly("/message bob@localhost");
  await alice.sees("heard you, Poezio");
  await alice.quit();
});

can("Poezio", ["joins a room"], missing, async () => {
  const alice = await login();
  await alice.typeSlowly(`/join ${LOBBY}/poezio`);
  await stage.bob.sees(`${LOBBY}/poezio`);
  await alice.typeSlowly("hello, lobby");
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, Poezio");
  await alice.sees("welcome, Poezio");
  await alice.quit();
});

can("Poezio", ["reads history"], missing, async () => {
  const alice = await login();
  await alice.typeSlowly("/message bob@localhost");
  await alice.sees("heard you, Poezio");
  await alice.quit();
});

can("Poezio", ["resumes a stream"], missing, async () => {
  const alice = await login(stage.lines.c2s.port);
  await alice.typeSlowly("/message bob@localhost before the tunnel");
  await stage.bob.hears("before the tunnel");
  await stage.interrupt(stage.lines.c2s);
  await alice.sees("Resumed session");
  stage.bob.says("alice@localhost", "still there?");
  await alice.typeSlowly("/message bob@localhost");
  await alice.sees("still there?");
  await alice.quit();
});
