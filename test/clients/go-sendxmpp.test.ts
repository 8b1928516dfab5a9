import { afterAll, beforeAll, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { GoListener, goSend } from "../support/go-sendxmpp.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";

const missing = missingPrograms("go-sendxmpp");
let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
});
afterAll(() => yonder.stop());

test.skipIf(missing).for(["starttls", "direct"] as const)(
  named("go-sendxmpp sends and listens over %s TLS", missing),
  async (tls) => {
    const port = tls === "direct" ? yonder.ports.c2sTls : yonder.ports.c2s;
    const account = { address: "alice@localhost", password: "correct horse", port, tls };
    const bob = await ChatPartner.login({ transport: "websocket", port: yonder.ports.http }, "bob", "correct horse");

    await goSend(account, "bob@localhost", `over ${tls}`);
    await bob.hears(`over ${tls}`);

    bob.says("alice@localhost", `kept for you until you come over ${tls}`);
    const alice = new GoListener(account);
    await alice.sees(`kept for you until you come over ${tls}`);
    bob.says("alice@localhost", `live over ${tls}`);
    await alice.sees(`live over ${tls}`);

    await alice.quit();
    await bob.leave();
  },
);
