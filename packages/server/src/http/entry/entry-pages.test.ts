import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { StanzaError } from "@yonder/protocol";
import { expect, test } from "vitest";
import { memoryEntry } from "../../store/memory-entry.fixture.ts";
import { memoryTokens } from "../../store/memory-tokens.fixture.ts";
import type { Account } from "../../store/store.ts";
import { FastTokens } from "../../stream/fast-tokens.ts";
import { LoginGuard } from "../../stream/login-guard.ts";
import { pairingKey } from "../../stream/pairing-keys.ts";
import { FakeAuthenticator, ORIGIN, PARTY } from "../../stream/passkeys/authenticator.fixture.ts";
import { Passkeys } from "../../stream/passkeys/passkeys.ts";
import { EntryPages } from "./entry-pages.ts";

const AGENT = "d4565fa7-4d72-4749-b3d3-740edbf87770";
const NOW = Date.UTC(2026, 0, 1);
const UNKNOWN = { status: 202, body: { state: "unknown" } };

interface From {
  readonly address?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Two nodes of one cluster, as EntryPages of the same store. */
function open(isLimited = false) {
  const accounts = new Map<string, Account>();
  const account = (username: string) => {
    const made = { id: accounts.size + 1, username, isAdmin: false, epoch: 1 };
    accounts.set(username, made);
    return made;
  };
  const byId = (id: number) => [...accounts.values()].find((one) => one.id === id);
  const { passkeys: keys, pairings } = memoryEntry(byId, () => NOW);
  const store = {
    accounts: { remove: async (username: string) => accounts.delete(username) },
    passkeys: keys,
    pairings,
  };
  const issued = memoryTokens((username) => accounts.get(username));
  const logged: string[] = [];
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  let ids = 0;
  const randomId = () => `random-${++ids}`;
  const now = () => NOW;
  const taken = (name: string) => {
    if (accounts.has(name)) throw new StanzaError("conflict", "taken");
  };
  const guard = isLimited ? new LoginGuard(now) : undefined;
  const node = () => {
    const pages = new EntryPages({
      domain: "example.org",
      passkeys: new Passkeys({ store: keys, secret: "of all", now, randomId, publicUrl: () => ORIGIN }),
      store,
      tokens: new FastTokens({ store: issued, secret: "of tokens", now, randomId }),
      clientId: ({ id }, agent) => `${id} ${agent}`.slice(0, 8),
      registrar: {
        check: async (name, token) => {
          if (token !== "INVITED") throw new StanzaError("item-not-found");
          taken(name);
        },
        register: async (name, _password, token) => {
          if (token !== "INVITED") throw new StanzaError("item-not-found");
          taken(name);
          return account(name);
        },
      },
      guard,
      trustedProxies: ["127.0.0.1"],
      isAllowedOrigin: (origin) => origin === ORIGIN,
      log: { debug: log, info: log, warn: log, error: log },
      randomId,
      now,
    });
    return (path: string, body: unknown, from: From = {}) => pages.answer(`/entry/${path}`, request(body, from));
  };
  const [post, elsewhere] = [node(), node()];
  return { post, elsewhere, guard, account, accounts, keys, pairings, issued, logged };
}

function request(body: unknown, { address = "192.0.2.1", method = "POST", headers = {} }: From): IncomingMessage {
  const stream = Readable.from([Buffer.from(typeof body === "string" ? body : JSON.stringify(body))]);
  return Object.assign(stream, {
    method,
    socket: { remoteAddress: "127.0.0.1" },
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": address,
      "x-forwarded-proto": "https",
      origin: ORIGIN,
      ...headers,
    },
  }) as unknown as IncomingMessage;
}

/** Alice with a passkey. */
async function withAlice(isLimited = false) {
  const world = open(isLimited);
  const alice = world.account("alice");
  const key = new FakeAuthenticator();
  key.handle = "hers";
  const { publicKey, id } = key.create("");
  const passkey = { id, publicKey, handle: "hers", counter: 0, name: "Phone", loneEpoch: undefined };
  await world.keys.add({ ...passkey, owner: alice.id });
  const challenge = async () => String((await world.post("challenge", { agent: AGENT })).body.challenge);
  return { ...world, alice, key, challenge };
}

test("a passkey signs in: what comes of it is a token, and the device is known by its name", async () => {
  const { post, key, challenge, alice, issued, logged } = await withAlice();
  const answer = await post("passkey", { agent: AGENT, device: " Firefox, Linux ", ...key.get(await challenge()) });
  expect(answer).toEqual({
    status: 200,
    body: { address: "alice@example.org", token: expect.stringMatching(/^secret-token:fast-/) },
  });
  expect(await issued.clients(alice.id, 1)).toMatchObject([{ software: "Yonder", device: "Firefox, Linux" }]);
  expect(logged.join()).not.toContain("secret-token");
});

test("a challenge of one node is met at another, once", async () => {
  const { post, elsewhere, key, challenge } = await withAlice();
  const body = { agent: AGENT, ...key.get(await challenge()) };
  expect(await elsewhere("passkey", body)).toMatchObject({ status: 200 });
  expect(await post("passkey", body)).toEqual({ status: 403, body: {} });
});

test("an unknown passkey is refused like any other that is wrong", async () => {
  const { post, key, challenge } = await withAlice();
  const stranger = new FakeAuthenticator();
  stranger.handle = "hers";
  const refused = { status: 403, body: {} };
  expect(await post("passkey", { agent: AGENT, ...stranger.get(await challenge()) })).toEqual(refused);
  expect(await post("passkey", { agent: AGENT, ...key.get(await challenge(), { party: "x.org" }) })).toEqual(refused);
  expect(await post("passkey", { agent: AGENT })).toEqual(refused);
});

test("where very much was tried in vain no passkey is looked at for a while, and elsewhere they are", async () => {
  const { post, key, challenge, guard } = await withAlice(true);
  for (let i = 0; i < 100; i++) guard?.failed("192.0.2.1", "whoever");
  const body = { agent: AGENT, ...key.get(await challenge()) };
  expect(await post("passkey", body)).toEqual({ status: 429, body: {} });
  expect(await post("passkey", body, { address: "198.51.100.7" })).toMatchObject({ status: 200 });
});

test("a passkey that is refused counts as a wrong guess", async () => {
  const { post, guard } = await withAlice(true);
  for (let i = 0; i < 3; i++) await post("passkey", { agent: AGENT });
  expect(guard?.failed("192.0.2.1", "whoever")).toBeGreaterThan(0);
});

test("an invited person has an account with a passkey, and no password", async () => {
  const { post, keys, accounts, challenge } = await withAlice();
  const begun = await post("creation", { agent: AGENT, username: "zoe", token: "INVITED" });
  expect(begun).toMatchObject({ status: 200, body: { party: PARTY, known: [] } });
  const key = new FakeAuthenticator();
  key.handle = String(begun.body.handle);
  const made = { ...key.create(String(begun.body.challenge)), agent: AGENT, username: "zoe", token: "INVITED" };
  expect(await post("account", made)).toMatchObject({ status: 200, body: { address: "zoe@example.org" } });
  expect(await keys.of(accounts.get("zoe")?.id ?? 0)).toMatchObject([{ loneEpoch: 1 }]);
  expect(await post("passkey", { agent: AGENT, ...key.get(await challenge()) })).toMatchObject({ status: 200 });
});

test("before anybody is asked for a passkey, it is known whether there will be an account", async () => {
  const { post } = await withAlice();
  const begin = (username: string, token: string) => post("creation", { agent: AGENT, username, token });
  expect(await begin("alice", "INVITED")).toEqual({ status: 409, body: { problem: "conflict" } });
  expect(await begin("zoe", "GUESS")).toEqual({ status: 409, body: { problem: "item-not-found" } });
});

test("no account is left that nobody can get into", async () => {
  const { post, keys, accounts } = await withAlice();
  const begun = await post("creation", { agent: AGENT, username: "zoe", token: "INVITED" });
  const made = new FakeAuthenticator().create(String(begun.body.challenge));
  keys.add = () => Promise.reject(new Error("the store is away"));
  const body = { ...made, agent: AGENT, username: "zoe", token: "INVITED" };
  await expect(post("account", body)).rejects.toThrow("the store is away");
  expect(accounts.has("zoe")).toBe(false);
});

test("a device comes with a secret, waits for a yes, and is let in once, at whatever node", async () => {
  const { post, elsewhere, alice, pairings } = await withAlice();
  const key = pairingKey("the secret");
  const come = { agent: AGENT, secret: "the secret", device: "Chrome, Android" };
  expect(await post("device", come)).toEqual(UNKNOWN);
  await pairings.open({ owner: alice.id, key, isApproved: false, expiresAt: new Date(NOW + 1) });
  expect(await post("device", come)).toEqual({ status: 202, body: { state: "waiting" } });
  expect(await elsewhere("device", { ...come, agent: "another" })).toEqual(UNKNOWN);
  await pairings.approve(alice.id, key);
  expect(await elsewhere("device", { ...come, agent: "another" })).toEqual(UNKNOWN);
  expect(await elsewhere("device", come)).toMatchObject({ status: 200, body: { address: "alice@example.org" } });
  expect(await post("device", come)).toEqual(UNKNOWN);
});

test("what is shown of a secret lets nobody in", async () => {
  const { post, alice, pairings } = await withAlice();
  const key = pairingKey("the secret");
  await pairings.open({ owner: alice.id, key, isApproved: true, expiresAt: new Date(NOW + 1) });
  expect(await post("device", { agent: AGENT, secret: key })).toEqual(UNKNOWN);
  expect(await post("device", { agent: AGENT, secret: "the secret" })).toMatchObject({ status: 200 });
});

test.each<[string, string, unknown, From, number]>([
  ["what is no POST", "challenge", {}, { method: "GET" }, 405],
  ["what comes without TLS", "challenge", {}, { headers: { "x-forwarded-proto": "http" } }, 403],
  ["a page of another site", "challenge", {}, { headers: { origin: "https://evil.example" } }, 403],
  ["a form", "challenge", {}, { headers: { "content-type": "text/plain" } }, 415],
  ["a client without an id", "challenge", { agent: "" }, {}, 400],
  ["what is no JSON", "challenge", "{", {}, 400],
  ["very much", "challenge", { x: "x".repeat(20_000) }, {}, 400],
  ["an unknown page", "elsewhere", { agent: AGENT }, {}, 404],
])("it refuses %s", async (_, path, body, from, status) => {
  expect(await open().post(path, body, from)).toEqual({ status, body: {} });
});

test("one network asks only so often, and others go on", async () => {
  const { post } = open(true);
  for (let i = 0; i < 3_000; i++) await post("challenge", { agent: AGENT });
  expect(await post("challenge", { agent: AGENT })).toEqual({ status: 429, body: {} });
  expect(await post("challenge", { agent: AGENT }, { address: "198.51.100.7" })).toMatchObject({ status: 200 });
});
