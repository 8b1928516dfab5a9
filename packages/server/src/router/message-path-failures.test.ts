import { NS, xml } from "@yonder/protocol";
import { expect, test, vi } from "vitest";
import { carbons } from "../features/carbons.ts";
import { type Guest, type House, openHouse } from "../features/house.fixture.ts";
import { outcome } from "../features/outcome.ts";
import { presence } from "../features/presence.ts";
import { StoreError } from "../store/store.ts";

const BODY = xml("body", NS.client, null, "hello");

const chat = (body: string, attributes = "", more = "") =>
  `<message to='bob@example.com' type='chat' ${attributes}><body>${body}</body>${more}</message>`;

async function talk(): Promise<{ house: House; alice: Guest; bob: Guest }> {
  const house = await openHouse([presence, carbons, outcome]);
  const alice = await house.login("alice@example.com/web");
  const bob = await house.login("bob@example.com/phone");
  for (const guest of [alice, bob]) await guest.sends("<presence/>");
  alice.received();
  bob.received();
  return { house, alice, bob };
}

const bodies = (stanzas: readonly string[]) =>
  stanzas.map((text) => /<body>(.*?)<\/body>/.exec(text)?.[1]).filter((body) => body !== undefined);

test.each([
  ["full", "resource-constraint"],
  ["unavailable", "internal-server-error"],
] as const)("a message that the store refuses as %s comes back as %s, to be tried again", async (code, condition) => {
  const { house, alice, bob } = await talk();
  vi.spyOn(house.host.store.archive, "accept").mockRejectedValueOnce(new StoreError(code, "no"));
  const [error] = await alice.asks(chat("x", "id='m1'"));
  expect(error).toContain("<error type='wait'>");
  expect(error).toContain(`<${condition} `);
  expect(bodies(bob.received())).toEqual([]);
});

test("a message of which nobody knows whether it was kept is neither refused nor done: the stream ends, and the client sends it again", async () => {
  const { house, alice } = await talk();
  const late = new StoreError("unavailable", "late", { isOutcomeUnknown: true });
  vi.spyOn(house.host.store.archive, "accept").mockRejectedValueOnce(late);
  let isDone = false;
  void alice.sends(chat("x", "id='m1'")).then(() => {
    isDone = true;
  });
  await settled(() => alice.streamError?.condition === "internal-server-error");
  expect(isDone).toBe(false);
  expect(alice.received()).toEqual([]);
});

test("a message of which the store could not say whether it was kept is delivered when it is sent again", async () => {
  const { house, alice, bob } = await talk();
  const { archive } = house.memory.store;
  const accept = archive.accept;
  archive.accept = async (request) => {
    await accept(request);
    throw new StoreError("unavailable", "too late", { isOutcomeUnknown: true });
  };
  const text = chat("hello", "id='m1'", "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>");
  const sent = alice.sends(text);
  await settled(() => alice.streamError !== undefined);
  archive.accept = accept;
  expect(bodies(bob.received())).toEqual([]);
  const again = await house.login("alice@example.com/again");
  await again.sends(text);
  await again.sends(text);
  expect(bodies(bob.received())).toEqual(["hello"]);
  await expect(Promise.race([sent, "not done"])).resolves.toBe("not done");
});

test("a message of which the store could not say whether it was kept is not delivered again when it was found to be missing", async () => {
  const { house, alice } = await talk();
  const { store } = house.memory;
  const since = store.pending.page;
  Object.assign(store, { shared: { heads: async () => new Map(), since } });
  const bob = await house.login("bob@example.com/desk");
  await bob.sends("<presence/>");
  const { archive } = store;
  const accept = archive.accept;
  let [last, isLate] = [0, true];
  archive.accept = async (request) => {
    const result = await accept(request);
    const after = last;
    if (result.kind === "accepted") last = result.id;
    if (isLate) throw new StoreError("unavailable", "too late", { isOutcomeUnknown: true });
    return result.kind === "accepted" ? { ...result, after } : result;
  };
  const text = chat("hello", "id='m1'", "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>");
  void alice.sends(text);
  await settled(() => alice.streamError !== undefined);
  isLate = false;
  const again = await house.login("alice@example.com/again");
  await again.sends(chat("world"));
  const received: (string | undefined)[] = [];
  await settled(() => received.push(...bodies(bob.received())) === 2);
  expect(received).toEqual(["hello", "world"]);
  await again.sends(text);
  await again.sends(chat("over"));
  expect(bodies(bob.received())).toEqual(["over"]);
});

test("a message that the store refuses at once does not let another's followers overtake it", async () => {
  const { house, alice, bob } = await talk();
  const { archive } = house.memory.store;
  const accept = archive.accept;
  const late = Promise.withResolvers<void>();
  archive.accept = (request) => late.promise.then(() => accept(request));
  const first = alice.sends(chat("first"));
  const typing = alice.sends(
    "<message to='bob@example.com' type='chat'><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
  );
  archive.accept = () => Promise.reject(new StoreError("unavailable", "too many wait"));
  await alice.sends(chat("refused", "id='r'"));
  expect(alice.received().join("")).toContain("<internal-server-error");
  expect(bob.received()).toEqual([]);
  late.resolve();
  await Promise.all([first, typing]);
  expect(bob.received().map((text) => /<(body|active)/.exec(text)?.[1])).toEqual(["body", "active"]);
});

test("while the store is away a client with stream management is not refused: it is to send all of it again, in order", async () => {
  const { house, alice } = await talk();
  alice.session.manage(true, undefined);
  const { handledCount } = alice.session;
  vi.spyOn(house.memory.store.archive, "accept").mockRejectedValue(new StoreError("unavailable", "gone"));
  void alice.sends(chat("hello", "id='m1'"));
  await settled(() => alice.session.transport === undefined);
  expect(alice.session.isOver).toBe(false);
  expect(alice.streamError?.condition).toBe("internal-server-error");
  expect(alice.received().join("")).not.toContain("type='error'");
  expect(alice.session.handledCount).toBe(handledCount);
});

test("a client without stream management is told at once that its message was not taken", async () => {
  const { house, alice } = await talk();
  vi.spyOn(house.memory.store.archive, "accept").mockRejectedValue(new StoreError("unavailable", "gone"));
  await alice.sends(chat("hello", "id='m1'"));
  expect(alice.received().join("")).toMatch(/<message type='error' id='m1'.*<error type='wait'>/);
  expect(alice.session.isOver).toBe(false);
});

test.each([
  ["away", false],
  ["too late to tell", true],
])(
  "a message that was sent before stream management was on is refused when the store is %s: its client would not send it again",
  async (_, isOutcomeUnknown) => {
    const { house, alice } = await talk();
    const { session } = alice;
    const away = Promise.withResolvers<never>();
    const accept = vi.spyOn(house.memory.store.archive, "accept").mockReturnValueOnce(away.promise);
    const sends = (id: string) =>
      session.receive(xml("message", NS.client, { from: session.jid.toString(), to: "bob@example.com", id }, BODY));
    sends("m0");
    session.manage(true, undefined);
    away.reject(new StoreError("unavailable", "gone", { isOutcomeUnknown }));
    await settled(() => alice.received().some((text) => text.includes("id='m0'") && text.includes("type='error'")));
    expect(session.transport).toBeDefined();
    accept.mockRestore();
    sends("m1");
    await settled(() => session.handledCount === 1);
  },
);

async function settled(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 2_000, interval: 1 }).toBe(true);
}
