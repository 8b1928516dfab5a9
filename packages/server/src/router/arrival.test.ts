import { parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import { memoryDirectory } from "../directory/memory.ts";
import { openHouse } from "../features/house.fixture.ts";
import { presence } from "../features/presence.ts";
import type { ArchivedMessage } from "../store/store.ts";
import { Inbox } from "./inbox.ts";
import { Sessions } from "./sessions.ts";

const ME = "bob@example.com";

function message(id: number, body: string): ArchivedMessage {
  return {
    id,
    xml: `<message from='alice@example.com/web' to='${ME}' type='chat' id='${body}'><body>${body}</body></message>`,
    isIncoming: true,
  };
}

/** A node to which a session comes, and the messages for its user since it left. */
async function stage(isOpen: boolean) {
  const mailbox = [message(6, "six"), message(7, "seven")];
  const house = await openHouse([presence]);
  house.account("bob");
  const { session, ...phone } = await house.login(`${ME}/phone`);
  await phone.sends("<presence/>");
  const sessions = new Sessions(memoryDirectory("node-2", "1"));
  const page = async (_owner: number, after: number) => mailbox.filter(({ id }) => id > after);
  const shared = { heads: async () => new Map<number, number>(), since: page };
  const store = { ...house.memory.store, shared, pending: { page, acknowledge: () => undefined } };
  const inbox = new Inbox(sessions, store, house.trace, house.host.log);
  const arriving = inbox.arrive(session, { isOpen, covered: 5, acknowledged: 5, alone: [], early: [] });
  const bodies = () =>
    [
      ...phone
        .received()
        .join("")
        .matchAll(/<body>(.*?)<\/body>/g),
    ].map(([, body]) => body);
  return { mailbox, session, sessions, inbox, arriving, bodies };
}

test.each([
  ["took messages where it was", true],
  ["had yet to be given what was pending where it was", false],
])(
  "a session that %s is given each once and in order, though one comes while it is registered here",
  async (_, isOpen) => {
    const { mailbox, session, sessions, inbox, arriving, bodies } = await stage(isOpen);
    await sessions.add(session);
    const stanza = parseElement(mailbox[1]?.xml ?? "", {});
    inbox.receive(
      { version: 1, to: ME, deliveries: [{ resource: "phone", kind: "deliver" }], stanza, archiveId: 7, after: 6 },
      "node-1",
    );
    expect(bodies()).toEqual([]);
    arriving.goOn();
    await expect.poll(bodies).toEqual(["six", "seven"]);
  },
);
