import { afterAll, beforeAll, expect } from "vitest";
import { can } from "../clients/capability.ts";
import { LOBBY } from "../clients/stage.ts";
import { missingOnDesktop } from "../support/desktop.ts";
import { Gajim } from "../support/gajim.ts";
import { type Scene, setScene } from "./scene.ts";

const missing = missingOnDesktop("gajim");
let stage: Scene;

beforeAll(async () => {
  if (!missing) stage = await setScene();
});
afterAll(() => stage?.end());

function login(): Promise<Gajim> {
  const { desktop, lines, password, certificate } = stage;
  return Gajim.start(desktop, { port: lines.c2s.port, password, certificate });
}

can("Gajim", ["logs in", "edits its roster", "sees presence"], missing, async () => {
  const alice = await login();
  await alice.does("alice-add-contact", "['alice', 'bob@localhost']");
  await alice.presses("Next");
  await alice.presses("Add Contact");
  await stage.rosterHas("bob@localhost");
  stage.bob.shows("dnd");
  await alice.knows("that bob is busy", /'name': <'bob'>, 'show': <'dnd'>, 'jid': <'bob@localhost'>/);
  await alice.quit();
});

can("Gajim", ["chats both ways"], missing, async () => {
  const alice = await login();
  await alice.opensChat("bob@localhost");
  await alice.says("written in Gajim");
  await stage.bob.hears("written in Gajim");
  stage.bob.says("alice@localhost", "heard you, Gajim");
  await alice.sees("heard you, Gajim");
  await alice.quit();
});

can("Gajim", ["reads history"], missing, async () => {
  const alice = await login();
  await alice.opensChat("bob@localhost");
  await alice.sees("written in Gajim");
  await alice.sees("heard you, Gajim");
  await alice.quit();
});

can("Gajim", ["joins a room"], missing, async () => {
  const alice = await login();
  await alice.does("alice-add-contact", `['alice', '${LOBBY}']`);
  await alice.presses("Next");
  await alice.presses("Join…");
  await alice.presses("Join");
  await stage.bob.sees(`${LOBBY}/alice`);
  await alice.says("hello, lobby");
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, Gajim");
  await alice.sees("welcome, Gajim");
  await alice.quit();
});

can("Gajim", ["uploads a file"], missing, async () => {
  const alice = await login();
  await alice.opensChat("bob@localhost");
  await alice.doesInChat("send-file-httpupload", `['file://${stage.file("sent by Gajim")}']`);
  await alice.presses("Send Files");
  expect(await stage.uploaded(await stage.bob.hearsOf("/greeting.txt"))).toBe("sent by Gajim");
  await alice.quit();
});

can("Gajim", ["resumes a stream"], missing, async () => {
  const alice = await login();
  await stage.interrupt(stage.lines.c2s);
  stage.bob.says("alice@localhost", "still there?");
  await alice.sees("still there?");
  await alice.quit();
});
