import { afterAll, beforeAll, expect, test } from "vitest";
import { ChatPartner } from "../support/chat-partner.ts";
import { missingSlixmpp, named } from "../support/programs.ts";
import { Slixmpp } from "../support/slixmpp.ts";
import { startYonder, type Yonder } from "../support/yonder.ts";

const missing = missingSlixmpp();
let yonder: Yonder;

beforeAll(async () => {
  yonder = await startYonder();
  await yonder.users(["alice", "bob"].map((name) => ({ name, password: "correct horse" })));
});
afterAll(() => yonder.stop());

test.skipIf(missing).for(["starttls", "direct"] as const)(
  named("slixmpp chats both ways over %s TLS", missing),
  async (tls) => {
    const port = tls === "direct" ? yonder.ports.c2sTls : yonder.ports.c2s;
    const bob = await ChatPartner.login({ transport: "websocket", port: yonder.ports.http }, "bob", "correct horse");
    const alice = new Slixmpp({ jid: "alice@localhost/slixmpp", password: "correct horse", port, tls });
    await alice.sees("online");

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
    await bob.leave();
  },
);

test.skipIf(missing)(named("slixmpp is refused with a wrong password", missing), async () => {
  const alice = new Slixmpp({ jid: "alice@localhost", password: "wrong", port: yonder.ports.c2s, tls: "starttls" });
  await alice.sees("refused");
  await alice.quit();
});
