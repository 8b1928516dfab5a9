import { afterAll, beforeAll, expect } from "vitest";
import { GoListener, goSend } from "../support/go-sendxmpp.ts";
import { missingPrograms } from "../support/programs.ts";
import { can } from "./capability.ts";
import { LOBBY, type Stage, setStage } from "./stage.ts";

const missing = missingPrograms("go-sendxmpp");
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.end());

function account(tls: "starttls" | "direct") {
  const { ports } = stage.yonder;
  const port = tls === "direct" ? ports.c2sTls : ports.c2s;
  return { address: "alice@localhost", password: stage.password, port, tls };
}

for (const tls of ["starttls", "direct"] as const) {
  can(
    "go-sendxmpp",
    ["logs in", "chats both ways"],
    missing,
    async () => {
      const { bob } = stage;
      await goSend(account(tls), "bob@localhost", `over ${tls}`);
      await bob.hears(`over ${tls}`);

      bob.says("alice@localhost", `kept for you until you come over ${tls}`);
      const alice = new GoListener(account(tls));
      await alice.sees(`kept for you until you come over ${tls}`);
      bob.says("alice@localhost", `live over ${tls}`);
      await alice.sees(`live over ${tls}`);
      await alice.quit();
    },
    `${tls} TLS`,
  );
}

can("go-sendxmpp", ["joins a room"], missing, async () => {
  await goSend(account("starttls"), LOBBY, "hello, lobby", "--chatroom", "--alias=sender");
  await stage.bob.hears("hello, lobby");
  const alice = new GoListener(account("starttls"), "--alias=listener", "--chatroom", LOBBY);
  await stage.bob.sees(`${LOBBY}/listener`);
  stage.bob.saysIn(LOBBY, "welcome, go-sendxmpp");
  await alice.sees("welcome, go-sendxmpp");
  await alice.quit();
});

can("go-sendxmpp", ["uploads a file"], missing, async () => {
  await goSend(account("starttls"), "bob@localhost", "", `--http-upload=${stage.file("sent by go-sendxmpp")}`);
  const address = await stage.bob.hearsOf("/greeting.txt");
  expect(await (await fetch(address)).text()).toBe("sent by go-sendxmpp");
});
