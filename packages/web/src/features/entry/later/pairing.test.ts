import { afterEach, expect, it, vi } from "vitest";

vi.stubGlobal("location", { origin: "https://hill.example", hash: "" });
vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" });
vi.stubGlobal("document", { hidden: false });
const { awaitEntry, deviceInLink, joinLink, keyOf, newCode } = await import("./pairing.ts");

afterEach(() => vi.useRealTimers());

const NEVER = new AbortController().signal;
const IN = { status: 200, body: { address: "alice@hill.example", token: "secret-token:1" } };
const unknown = { status: 202, body: { state: "unknown" } };
const waiting = { status: 202, body: { state: "waiting" } };

/** A server that gives these answers, the last one for ever. */
function answering(...answers: (typeof IN | typeof unknown | "gone")[]): { agent?: string; secret?: string }[] {
  vi.useFakeTimers();
  const asked: { agent?: string; secret?: string }[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === "gone" || !answer) throw new TypeError("no connection");
    return { status: answer.status, json: async () => answer.body };
  });
  return asked;
}

it("a code shows the key of its secret, and how the browser calls itself", async () => {
  const { secret, link } = await newCode();
  expect(link).toBe(`https://hill.example/#/add/${await keyOf(secret)}/Firefox%2C%20Linux`);
  expect(link).not.toContain(secret);
  expect((await newCode()).secret).not.toBe(secret);
  expect(await keyOf("a secret")).toBe("mEylFiIAc0xZIUjxggtxBX");
  expect(joinLink("s")).toBe("https://hill.example/join#s");
});

it("asks as one and the same client until somebody says yes", async () => {
  const asked = answering(waiting, "gone", waiting, IN);
  const letIn = awaitEntry("the secret", { signal: NEVER, isOwn: false });
  await vi.advanceTimersByTimeAsync(10_000);
  const [{ agent = "" } = {}] = asked;
  expect(await letIn).toEqual({ address: "alice@hill.example", access: { agent, tokens: ["secret-token:1"] } });
  expect(new Set(asked.map((one) => one.agent)).size).toBe(1);
  expect(asked).toHaveLength(4);
});

it("knows at once that a code of theirs is over, and of its own only when time is up", async () => {
  const asked = answering(unknown);
  expect(await awaitEntry("theirs", { signal: NEVER, isOwn: false })).toBeUndefined();
  expect(asked).toHaveLength(1);
  const own = awaitEntry("ours", { signal: NEVER, isOwn: true });
  await vi.advanceTimersByTimeAsync(121_000);
  expect(await own).toBeUndefined();
  expect(asked.length).toBeGreaterThan(50);
});

it("asks no more when nobody waits any longer", async () => {
  const asked = answering(waiting);
  const life = new AbortController();
  const letIn = awaitEntry("the secret", { signal: life.signal, isOwn: false });
  await vi.advanceTimersByTimeAsync(3_000);
  life.abort();
  expect(await letIn).toBeUndefined();
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(before);
});

const HILL = "https://hill.example";

it("a code of ours names a device", () => {
  const device = { key: "yVJT", name: "Firefox, Linux" };
  expect(deviceInLink(`${HILL}/#/add/yVJT/Firefox%2C%20Linux`, HILL)).toEqual(device);
});

it.each([
  "https://evil.example/#/add/yVJT/Firefox",
  "https://hill.example.evil.example/#/add/yVJT/Firefox",
  "https://hill.example/join#S3cret",
  "https://hill.example/#/chat/amina@hill.example",
  "xmpp:amina@hill.example",
  "no link",
])("%s is none", (text) => {
  expect(deviceInLink(text, HILL)).toBeUndefined();
});
