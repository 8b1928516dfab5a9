import { expect, test } from "vitest";
import { memoryEntry } from "../../store/memory-entry.fixture.ts";
import { FakeAuthenticator, ORIGIN, type Twist } from "./authenticator.fixture.ts";
import { Passkeys } from "./passkeys.ts";

const ALICE = { id: 1, username: "alice", isAdmin: false, epoch: 1 };
const AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770";
const SESSION = "1 alice@example.org/web";
const MINUTE = 60_000;

/** Alice with a passkey, and two nodes that know one secret and one store. */
async function open(kind: "ec" | "ed25519" | "rsa" = "ec") {
  const clock = { time: Date.UTC(2026, 0, 1) };
  let ids = 0;
  const { passkeys: store } = memoryEntry(
    (id) => (id === ALICE.id ? ALICE : undefined),
    () => clock.time,
  );
  const node = (secret = "of all nodes") =>
    new Passkeys({ store, secret, now: () => clock.time, randomId: () => `id${++ids}`, publicUrl: () => ORIGIN });
  const [passkeys, other] = [node(), node()];
  const key = new FakeAuthenticator(kind);
  const { challenge, handle } = await passkeys.begin(SESSION, ALICE.id);
  key.handle = handle;
  const add = async (twist: Twist = {}, maker = SESSION) => {
    const made = await passkeys.made(key.create(challenge, twist), maker, " Phone ");
    await store.add({ ...made, owner: ALICE.id, loneEpoch: undefined });
  };
  const signIn = (twist: Twist = {}, agent = AGENT) => passkeys.use(key.get(passkeys.challenge(AGENT), twist), agent);
  return { clock, store, node, passkeys, other, key, challenge, add, signIn };
}

test.each(["ec", "ed25519", "rsa"] as const)("whoever has a key of the kind %s signs in with it", async (kind) => {
  const { add, signIn, store } = await open(kind);
  await add();
  expect(await signIn()).toEqual(ALICE);
  expect(await store.of(ALICE.id)).toMatchObject([{ name: "Phone", counter: 0, usedAt: new Date("2026-01-01") }]);
});

test("a challenge of one node is met at another", async () => {
  const { add, passkeys, other, key } = await open();
  await add();
  expect(await other.use(key.get(passkeys.challenge(AGENT)), AGENT)).toEqual(ALICE);
});

test("a challenge is met once, by the same key too", async () => {
  const { add, passkeys, other, key } = await open();
  await add();
  const assertion = key.get(passkeys.challenge(AGENT));
  await passkeys.use(assertion, AGENT);
  await expect(other.use(assertion, AGENT)).rejects.toThrow("a challenge that was met");
});

test.each<[string, Twist, string]>([
  ["from a page of another origin", { origin: "https://chat.example.org.evil.example" }, "another origin"],
  ["from a page inside another one", { crossOrigin: true }, "inside a page of another origin"],
  ["for another site", { party: "evil.example" }, "another relying party"],
  ["that was to make a passkey", { type: "webauthn.create" }, "another kind of answer"],
  ["without anybody there", { flags: 0x04 }, "nobody was there"],
  ["of somebody who was not verified", { flags: 0x01 }, "the user was not verified"],
  ["of another account", { handle: "somebody" }, "another account"],
  ["without an account", { handle: "" }, "another account"],
])("an answer %s lets nobody in", async (_, twist, message) => {
  const { add, signIn } = await open();
  await add();
  await expect(signIn(twist)).rejects.toThrow(message);
  expect(await signIn()).toEqual(ALICE);
});

test("an unknown key lets nobody in, and another key neither under its name", async () => {
  const { add, passkeys, key } = await open();
  await add();
  const stranger = new FakeAuthenticator();
  const assertion = stranger.get(passkeys.challenge(AGENT), { handle: key.handle });
  await expect(passkeys.use(assertion, AGENT)).rejects.toThrow("an unknown passkey");
  await expect(passkeys.use({ ...assertion, id: key.id.toString("base64url") }, AGENT)).rejects.toThrow(
    "wrong signature",
  );
});

test("what was signed cannot be changed afterwards", async () => {
  const { add, passkeys, key } = await open();
  await add();
  const challenge = passkeys.challenge(AGENT);
  const [first, second] = [key.get(challenge, { counter: 1 }), key.get(challenge, { counter: 2 })];
  const mixed = { ...first, authenticatorData: second.authenticatorData };
  await expect(passkeys.use(mixed, AGENT)).rejects.toThrow("wrong signature");
});

test("a key that counts and has counted less than before is a copy", async () => {
  const { add, signIn } = await open();
  await add({ counter: 3 });
  await signIn({ counter: 5 });
  await expect(signIn({ counter: 5 })).rejects.toThrow("a copy of it");
  await expect(signIn({ counter: 0 })).rejects.toThrow("a copy of it");
  expect(await signIn({ counter: 6 })).toEqual(ALICE);
});

test("a challenge is good for the client that asked for it alone", async () => {
  const { add, signIn } = await open();
  await add();
  await expect(signIn({}, "another client")).rejects.toThrow("not ours, or has expired");
});

test("a challenge expires", async () => {
  const { add, clock, passkeys, key } = await open();
  await add();
  const challenge = passkeys.challenge(AGENT);
  clock.time += 5 * MINUTE;
  await expect(passkeys.use(key.get(challenge), AGENT)).rejects.toThrow("has expired");
});

test.each(["x", "a.b.c", ""])("%j is no challenge of ours", async (challenge) => {
  const { add, passkeys, key } = await open();
  await add();
  await expect(passkeys.use(key.get(challenge), AGENT)).rejects.toThrow("not ours");
});

test("neither is one that puts off its end, or of another server", async () => {
  const { add, node, passkeys, key } = await open();
  await add();
  const longer = passkeys.challenge(AGENT).replace(/\.\w+\./, ".zzzzzzzz.");
  await expect(passkeys.use(key.get(longer), AGENT)).rejects.toThrow("not ours");
  await expect(passkeys.use(key.get(node("another").challenge(AGENT)), AGENT)).rejects.toThrow("not ours");
});

test.each<[string, Twist, string]>([
  ["from a page of another origin", { origin: "http://chat.example.org" }, "another origin"],
  ["for another site", { party: "example.org" }, "another relying party"],
  ["that was to sign in", { type: "webauthn.get" }, "another kind of answer"],
  ["of somebody who was not verified", { flags: 0x41 }, "the user was not verified"],
  ["without a credential", { flags: 0x05 }, "no credential"],
])("no passkey is made by an answer %s", async (_, twist, message) => {
  const { add, store } = await open();
  await expect(add(twist)).rejects.toThrow(message);
  expect(await store.of(ALICE.id)).toEqual([]);
});

test("a passkey is made by the session that began alone, and once", async () => {
  const { add, challenge, passkeys, key } = await open();
  await expect(add({}, "2 mallory@example.org/web")).rejects.toThrow("not ours");
  await add();
  await expect(passkeys.made(key.create(challenge), SESSION, "again")).rejects.toThrow("a challenge that was met");
});

test("a challenge to make a passkey does not sign anybody in", async () => {
  const { add, challenge, passkeys, key } = await open();
  await add();
  await expect(passkeys.use(key.get(challenge), SESSION)).rejects.toThrow("not ours");
});

test.each([
  ["another credential", { id: "AAAA" }],
  ["no public key", { publicKey: "AAAA" }],
  ["cut off", { authenticatorData: "AAAA" }],
  ["client data is no JSON", { clientData: "AAAA" }],
  ["too long an id", { id: "A".repeat(1_400) }],
])("no passkey is made of what makes no sense: %s", async (message, change) => {
  const { challenge, passkeys, key } = await open();
  await expect(passkeys.made({ ...key.create(challenge), ...change }, SESSION, "")).rejects.toThrow(message);
});

test("all passkeys of an account are known to authenticators as one account's", async () => {
  const { add, passkeys, key, store } = await open();
  await add();
  const { challenge, handle, known } = await passkeys.begin(SESSION, ALICE.id);
  expect({ handle, known }).toEqual({ handle: key.handle, known: [key.id.toString("base64url")] });
  const second = await passkeys.made(new FakeAuthenticator().create(challenge), SESSION, "", await store.of(ALICE.id));
  expect(second.handle).toBe(key.handle);
});
