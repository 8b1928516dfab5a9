import { afterAll, beforeAll, expect, test } from "vitest";
import { missingSlixmpp, named } from "../support/programs.ts";
import { Slixmpp } from "../support/slixmpp.ts";
import { can } from "./capability.ts";
import { LOBBY, type Stage, setStage } from "./stage.ts";

const missing = missingSlixmpp();
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

async function login(tls: "starttls" | "direct" = "starttls", line?: number): Promise<Slixmpp> {
  const { ports } = stage.yonder;
  const port = line ?? (tls === "direct" ? ports.c2sTls : ports.c2s);
  const alice = new Slixmpp({ jid: "alice@localhost/slixmpp", password: stage.password, port, tls });
  await alice.sees("online");
  // Bound to its channel, at the first attempt.
  expect(alice.events.map(({ event }) => event)).not.toContain("refused");
  return alice;
}

for (const tls of ["starttls", "direct"] as const) {
  can(
    "slixmpp",
    ["logs in", "chats both ways", "reads history"],
    missing,
    async () => {
      const { bob } = stage;
      const alice = await login(tls);

      alice.send("bob@localhost", `over ${tls}`);
      const heard = await bob.hears(`over ${tls}`);
      expect(heard.attr("from")).toBe("alice@localhost/slixmpp");

      bob.says("alice@localhost", `heard you over ${tls}`);
      expect(await alice.sees("message", ({ body }) => body === `heard you over ${tls}`)).toMatchObject({
        sender: "bob@localhost",
      });
      expect(await alice.history("bob@localhost")).toEqual(
        expect.arrayContaining([`over ${tls}`, `heard you over ${tls}`]),
      );
      await alice.quit();
    },
    `${tls} TLS`,
  );
}

can("slixmpp", ["edits its roster", "sees presence"], missing, async () => {
  const alice = await login();
  alice.add("bob@localhost", "Bob");
  await stage.rosterHas("bob@localhost", "Bob");
  await alice.sees("presence", ({ sender, show }) => sender === "bob@localhost" && show === "available");
  stage.bob.shows("dnd");
  await alice.sees("presence", ({ sender, show }) => sender === "bob@localhost" && show === "dnd");
  await alice.quit();
});

can("slixmpp", ["joins a room"], missing, async () => {
  const alice = await login();
  await alice.join(LOBBY);
  alice.say(LOBBY, "hello, lobby");
  await stage.bob.hears("hello, lobby");
  stage.bob.saysIn(LOBBY, "welcome, slixmpp");
  await alice.sees("message", ({ body }) => body === "welcome, slixmpp");
  await alice.quit();
});

can("slixmpp", ["uploads a file"], missing, async () => {
  const alice = await login();
  const address = await alice.upload(stage.file("sent by slixmpp"));
  expect(await (await fetch(address)).text()).toBe("sent by slixmpp");
  await alice.quit();
});

can("slixmpp", ["resumes a stream"], missing, async () => {
  const alice = await login("starttls", stage.lines.c2s.port);
  await alice.sees("resumable");
  await stage.interrupt(stage.lines.c2s);
  await alice.sees("resumed");
  stage.bob.says("alice@localhost", "still there?");
  await alice.sees("message", ({ body }) => body === "still there?");
  await alice.quit();
});

test.skipIf(missing)(named("slixmpp is refused with a wrong password", missing), async () => {
  const port = stage.yonder.ports.c2s;
  const alice = new Slixmpp({ jid: "alice@localhost", password: "wrong", port, tls: "starttls" });
  await alice.sees("refused");
  await alice.quit();
});
