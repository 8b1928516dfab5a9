import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { can } from "../clients/capability.ts";
import { LOBBY, type Stage, setStage } from "../clients/stage.ts";
import { missingPrograms } from "../support/programs.ts";
import { Terminal } from "../support/terminal.ts";

const missing = missingPrograms("poezio", "tmux");
/** A person's, in milliseconds. */
const KEY_TIME = 400;
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

async function login(port = stage.yonder.ports.c2s): Promise<Terminal> {
  const poezio = await Terminal.start(
    "Poezio",
    (home) => {
      mkdirSync(join(home, "config", "poezio"), { recursive: true });
      const authority = join(home, "localhost.crt");
      copyFileSync(join(stage.yonder.dataDir, "localhost.crt"), authority);
      writeFileSync(join(home, "config", "poezio", "poezio.cfg"), configuration(port, authority));
      mkdirSync(join(home, "data", "poezio", "plugins"), { recursive: true });
      writeFileSync(join(home, "data", "poezio", "plugins", "service.py"), servicePlugin);
      return [...asNobody(home), "poezio", "-d", join(home, "log")];
    },
    KEY_TIME,
  );
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
plugins_autoload = service:upload
send_initial_presence = true
first_run = false
`;
}

/** COMPAT: slixmpp 1.8.3 does not find the service with Python 3.11, which refuses the coroutines that it hands to `asyncio.wait`. */
const servicePlugin = `
from poezio.plugin import BasePlugin
from slixmpp import JID

class Plugin(BasePlugin):
    def init(self):
        self.core.xmpp["xep_0363"].upload_service = JID("upload.localhost")
`;

can("Poezio", ["edits its roster", "sees presence"], missing, async () => {
  const alice = await login();
  await alice.type("/add bob@localhost");
  await alice.sees(/Bob|bob@localhost/);
  await alice.type("/name bob@localhost Bob");
  await stage.rosterHas("bob@localhost", "Bob");
  await alice.sees(/\[\+\] Bob/);
  await alice.quit();
});

can("Poezio", ["logs in", "chats both ways"], missing, async () => {
  const alice = await login();
  await alice.type("/message bob@localhost written in Poezio");
  await stage.bob.hears("written in Poezio");
  stage.bob.says("alice@localhost", "heard you, Poezio");
  await alice.type("/message bob@localhost");
  await alice.sees("heard you, Poezio");
  await alice.quit();
});

can("Poezio", ["joins a room"], missing, async () => {
  const alice = await login();
  await alice.type(`/join ${LOBBY}/poezio`);
  await stage.bob.sees(`${LOBBY}/poezio`);
  await alice.type("hello, lobby");
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, Poezio");
  await alice.sees("welcome, Poezio");
  await alice.quit();
});

can("Poezio", ["reads history"], missing, async () => {
  const alice = await login();
  await alice.type("/message bob@localhost");
  await alice.sees("heard you, Poezio");
  await alice.quit();
});

can(
  "Poezio",
  ["uploads a file"],
  missing,
  async () => {
    const alice = await login();
    await alice.type("/message bob@localhost a file follows");
    await stage.bob.hears("a file follows");
    await alice.type(`/upload ${stage.file("sent by Poezio")}`);
    const address = await stage.bob.hearsOf("/greeting.txt");
    expect(await (await fetch(address)).text()).toBe("sent by Poezio");
    await alice.quit();
  },
  "named the service by a plugin",
);

can("Poezio", ["resumes a stream"], missing, async () => {
  const alice = await login(stage.lines.c2s.port);
  await alice.type("/message bob@localhost before the tunnel");
  await stage.bob.hears("before the tunnel");
  await stage.interrupt(stage.lines.c2s);
  await alice.sees("Resumed session");
  stage.bob.says("alice@localhost", "still there?");
  await alice.type("/message bob@localhost");
  await alice.sees("still there?");
  await alice.quit();
});
