import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { pino } from "pino";
import { generate } from "selfsigned";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../../test/support/children.ts";
import { named } from "../../../../test/support/programs.ts";
import { connectRedis, type LinkOptions, type RedisLink } from "./redis-link.ts";
import { missingRedis, type RedisServer, startRedis } from "./redis-server.fixture.ts";

const toClose: (() => Promise<void>)[] = [];
const lines: string[] = [];
const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });

afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
  lines.length = 0;
});

describe.skipIf(missingRedis)(named("link to Redis", missingRedis), () => {
  test("commands are answered in the order of the calls", async () => {
    const link = await open((await engine()).url);
    const answers = await Promise.all([
      link.command("SET", "a", "ü"),
      link.command("GET", "a"),
      link.command("DEL", "a"),
    ]);
    expect(answers).toEqual(["OK", "ü", 1]);
  });

  test("what the engine refuses is rejected, and the next command is answered", async () => {
    const link = await open((await engine()).url);
    await expect(link.command("SET", "alone")).rejects.toMatchObject({ name: "RedisError", code: "ERR" });
    expect(await link.command("ECHO", "still here")).toBe("still here");
  });

  test("a message reaches its channel's handler as bytes, and the publisher learns how many got it", async () => {
    const { url } = await engine();
    const [one, other] = [await open(url), await open(url)];
    const got: Buffer[] = [];
    await other.subscribe("to-other", (payload) => void got.push(payload));
    const payload = Buffer.from([0, 13, 10, 255]);
    expect(await one.publish("to-other", payload)).toBe(1);
    expect(await one.publish("to-nobody", payload)).toBe(0);
    await vi.waitFor(() => expect(got).toEqual([payload]));
  });

  test("who gets a message that was sent after a change has been told of the change", async () => {
    const { url } = await engine();
    const [one, other] = [await open(url), await open(url)];
    const seen: unknown[] = [];
    other.onInvalidated((keys) => seen.push(keys));
    await other.subscribe("c", () => seen.push("message"));
    await other.command("GET", "a");
    void one.command("SET", "a", "1");
    await one.publish("c", Buffer.from("now"));
    await vi.waitFor(() => expect(seen).toEqual([["a"], "message"]));
  });

  test("whoever changes a key is not told of it, and a flush concerns every key", async () => {
    const link = await open((await engine()).url);
    const seen: unknown[] = [];
    link.onInvalidated((keys) => seen.push(keys));
    await link.command("GET", "a");
    await link.command("SET", "a", "1");
    await link.command("GET", "a");
    await link.command("FLUSHALL");
    await vi.waitFor(() => expect(seen).toEqual([undefined]));
  });

  test("a handler that throws spoils nothing", async () => {
    const link = await open((await engine()).url);
    const handler = vi.fn(() => {
      throw new Error("bug");
    });
    await link.subscribe("c", handler);
    await link.publish("c", Buffer.from("1"));
    await link.publish("c", Buffer.from("2"));
    await vi.waitFor(() => expect(handler).toHaveBeenCalledTimes(2));
    expect(lines.join()).toContain("not handled");
  });
});

describe.skipIf(missingRedis)(named("an engine that goes away", missingRedis), () => {
  test("what waits is rejected, what comes later is rejected at once, and all is as before when it is back", async () => {
    const redis = await engine();
    const link = await open(redis.url);
    const events: string[] = [];
    link.onDown(() => events.push("down"));
    link.onUp(() => events.push("up"));
    const got: string[] = [];
    await link.subscribe("c", (payload) => void got.push(String(payload)));
    redis.pause();
    const waiting = expect(link.command("PING")).rejects.toMatchObject({ name: "RedisDown" });
    await redis.kill();
    await waiting;
    expect(link.isUp).toBe(false);
    await expect(link.publish("c", Buffer.from("lost"))).rejects.toMatchObject({ name: "RedisDown" });

    await redis.restart();
    await vi.waitFor(() => expect(link.isUp).toBe(true), 5000);
    expect(events).toEqual(["down", "up"]);
    expect(await link.publish("c", Buffer.from("again"))).toBe(1);
    await vi.waitFor(() => expect(got).toEqual(["again"]));
  });

  test("a channel that is asked for meanwhile is subscribed when it is back", async () => {
    const redis = await engine();
    const link = await open(redis.url);
    await redis.kill();
    await vi.waitFor(() => expect(link.isUp).toBe(false), 5000);
    const subscribed = link.subscribe("c", () => {});
    await redis.restart();
    await subscribed;
    expect(await link.publish("c", Buffer.from("x"))).toBe(1);
  });

  test("one that answers nothing, without closing anything, is found out", async () => {
    const redis = await engine();
    const link = await open(redis.url);
    redis.pause();
    await expect(link.command("PING")).rejects.toMatchObject({ name: "RedisDown" });
    expect(link.isUp).toBe(false);
    redis.resume();
    await vi.waitFor(() => expect(link.isUp).toBe(true), 5000);
  });

  test("when only one of the two connections breaks, both are made anew and tracking works", async () => {
    const redis = await engine();
    const [link, other] = [await open(redis.url), await open(redis.url)];
    const seen: unknown[] = [];
    link.onInvalidated((keys) => seen.push(keys));
    const wentDown = new Promise<void>((resolve) => link.onDown(resolve));
    await other.command("CLIENT", "KILL", "TYPE", "pubsub", "ID", await subscriberOf(link));
    await wentDown;
    await vi.waitFor(() => expect(link.isUp).toBe(true), 5000);
    await link.command("GET", "a");
    await other.command("SET", "a", "1");
    await vi.waitFor(() => expect(seen).toEqual([["a"]]));
  });

  test("at the start it is waited for, and then given up", async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    await expect(connectRedis(`redis://:secret@127.0.0.1:${port}`, log, { patienceMs: 300 })).rejects.toMatchObject({
      name: "RedisDown",
    });
    server.close();
    expect(lines.join()).not.toContain("secret");
  });
});

describe.skipIf(missingRedis)(named("an engine that is guarded", missingRedis), () => {
  test("opens with its password, and the log never shows one", async () => {
    const redis = await engine(["--requirepass", "p@ss word"], { password: "p@ss word" });
    const link = await open(redis.url.replace("//", "//:p%40ss%20word@"));
    expect(await link.command("PING")).toBe("PONG");
    await expect(connectRedis(redis.url.replace("//", "//:wr0ng@"), log)).rejects.toMatchObject({
      cause: { code: "WRONGPASS" },
    });
    expect(lines.join()).not.toMatch(/p@ss|wr0ng/);
  });

  test("knows users", async () => {
    const redis = await engine(["--user", "yonder", "on", ">secret", "~*", "&*", "+@all"]);
    const link = await open(redis.url.replace("//", "//yonder:secret@"));
    expect(await link.command("ACL", "WHOAMI")).toBe("yonder");
  });

  test("speaks TLS with a certificate that must be trusted", async () => {
    const { cert, tls } = await certificate();
    const redis = await engine(tls, { tls: { ca: cert } });
    const url = redis.url.replace("redis:", "rediss:");
    const link = await open(url, { tls: { ca: cert } });
    expect(await link.command("PING")).toBe("PONG");
    await expect(connectRedis(url, log, { patienceMs: 300 })).rejects.toMatchObject({ name: "RedisDown" });
  });
});

async function engine(...args: Parameters<typeof startRedis>): Promise<RedisServer> {
  const redis = await startRedis(...args);
  toClose.push(() => redis.stop());
  return redis;
}

async function open(url: string, options?: LinkOptions): Promise<RedisLink> {
  const link = await connectRedis(url, log, options);
  toClose.push(() => link.close());
  return link;
}

/** The client id of the connection over which a link listens. */
async function subscriberOf(link: RedisLink): Promise<string> {
  return String(await link.command("CLIENT", "GETREDIR"));
}

async function certificate(): Promise<{ cert: string; tls: string[] }> {
  const { cert, private: key } = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const folder = temporaryFolder("redis-tls");
  const [certFile, keyFile] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
  return {
    cert,
    tls: [
      "--tls-cert-file",
      certFile,
      "--tls-key-file",
      keyFile,
      "--tls-ca-cert-file",
      certFile,
      "--tls-auth-clients",
      "no",
    ],
  };
}
