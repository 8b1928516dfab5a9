import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { Profanity } from "../support/profanity.ts";
import { missingPrograms, named } from "../support/programs.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";

const missing = missingPrograms("profanity", "tmux");
let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
});
afterAll(() => yonder.stop());

test.skipIf(missing).for(["starttls", "direct"] as const)(
  named("Profanity chats both ways over %s TLS", missing),
  async (tls) => {
    const port = tls === "direct" ? yonder.ports.c2sTls : yonder.ports.c2s;
    const bob = await ChatPartner.login({ transport: "websocket", port: yonder.ports.http }, "bob", "correct horse");
    const alice = await Profanity.start();
    await alice.connect("alice@localhost", "correct horse", { port, tls });

    await alice.type(`/msg bob@localhost over ${tls}`);
    const heard = await bob.hears(`over ${tls}`);
    expect(heard.attr("from")).toMatch(/^alice@localhost\/profanity/);

    bob.says("alice@localhost", `heard you over ${tls}`);
    await alice.sees(`heard you over ${tls}`);

    await alice.quit();
    await bob.leave();
  },
);

test.skipIf(missing)(named("Profanity adds a contact who agrees", missing), async () => {
  const bob = await ChatPartner.login({ transport: "tcp", port: yonder.ports.c2s }, "bob", "correct horse");
  const alice = await Profanity.start();
  await alice.connect("alice@localhost", "correct horse", { port: yonder.ports.c2s, tls: "starttls" });
  await alice.type("/roster add bob@localhost Bob");
  await alice.type("/sub request bob@localhost");
  await alice.sees(/Subscription received from bob@localhost|Authorization request/);
  await alice.type("/sub allow bob@localhost");
  await alice.sees("Accepted subscription for bob@localhost");
  await alice.quit();
  await bob.leave();
});
