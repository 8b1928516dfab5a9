import { afterAll, beforeAll, expect } from "vitest";
import { Profanity } from "../support/profanity.ts";
import { missingPrograms } from "../support/programs.ts";
import { can } from "./capability.ts";
import { LOBBY, type Stage, setStage } from "./stage.ts";

const missing = missingPrograms("profanity", "tmux");
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

async function login(port = stage.yonder.ports.c2s, tls: "starttls" | "direct" = "starttls"): Promise<Profanity> {
  const alice = await Profanity.start();
  await alice.connect("alice@localhost", stage.password, { port, tls });
  return alice;
}

/** It asks what the server has when it comes, and does nothing with services that it does not know yet. */
async function knowServices(alice: Profanity): Promise<void> {
  await alice.type("/disco items");
  await alice.sees("upload.localhost");
}

for (const tls of ["starttls", "direct"] as const) {
  can(
    "Profanity",
    ["logs in", "chats both ways"],
    missing,
    async () => {
      const { c2s, c2sTls } = stage.yonder.ports;
      const alice = await login(tls === "direct" ? c2sTls : c2s, tls);
      await alice.type(`/msg bob@localhost over ${tls}`);
      const heard = await stage.bob.hears(`over ${tls}`);
      expect(heard.attr("from")).toMatch(/^alice@localhost\/profanity/);
      stage.bob.says("alice@localhost", `heard you over ${tls}`);
      await alice.sees(`heard you over ${tls}`);
      await alice.quit();
    },
    `${tls} TLS`,
  );
}

can("Profanity", ["edits its roster", "sees presence"], missing, async () => {
  const alice = await login();
  await alice.type("/roster add bob@localhost Bob");
  await stage.rosterHas("bob@localhost", "Bob");
  await alice.type("/sub request bob@localhost");
  await alice.sees(/Subscription received from bob@localhost|Authorization request/);
  await alice.type("/sub allow bob@localhost");
  await alice.sees("Accepted subscription for bob@localhost");
  await alice.sees(/Bob.* is online/);
  stage.bob.shows("dnd");
  await alice.sees(/Bob.* is dnd/);
  await alice.quit();
});

can("Profanity", ["joins a room"], missing, async () => {
  const alice = await login();
  await alice.type(`/join ${LOBBY} nick profanity`);
  await stage.bob.sees(`${LOBBY}/profanity`);
  await alice.type("hello, lobby");
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, Profanity");
  await alice.sees("welcome, Profanity");
  await alice.quit();
});

can("Profanity", ["reads history"], missing, async () => {
  const before = await login();
  stage.bob.says("alice@localhost", "heard long ago");
  await before.sees("chat message");
  await before.quit();

  // A new one has no log of its own, and asks when a window is opened.
  const alice = await login();
  await knowServices(alice);
  await alice.type("/mam on");
  await alice.type("/msg bob@localhost");
  await alice.sees("heard long ago");
  await alice.quit();
});

can("Profanity", ["uploads a file"], missing, async () => {
  const alice = await login();
  await knowServices(alice);
  await alice.type("/msg bob@localhost");
  await alice.type(`/sendfile ${stage.file("sent by Profanity")}`);
  await alice.sees("http://localhost");
  const address = await stage.bob.hearsOf("/greeting.txt");
  expect(await (await fetch(address)).text()).toBe("sent by Profanity");
  await alice.quit();
});

can("Profanity", ["resumes a stream"], missing, async () => {
  const alice = await login(stage.lines.c2s.port);
  await alice.type("/reconnect 1");
  await stage.interrupt(stage.lines.c2s);
  stage.bob.says("alice@localhost", "still there?");
  await alice.sees("chat message");
  await alice.type("/win 2");
  await alice.sees("still there?");
  await alice.quit();
});
