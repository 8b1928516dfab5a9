import { existsSync, readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startFakeS3 } from "../../packages/server/src/store/files/fake-s3.fixture.ts";
import { temporaryFolder } from "../support/children.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { missingMount, mountSmallDisk } from "../support/root.ts";
import { put, type Slot, slotsFor } from "../support/uploader.ts";
import { startYonder } from "../support/yonder.ts";
import { Siege } from "./siege.ts";

const siege = Siege.lay({ YONDER_LIMITS_UPLOAD_QUOTA_BYTES: "50000000" });
const MB = 1_000_000;

async function slots(...sizes: number[]): Promise<Slot[]> {
  const { http: port } = siege.node.ports;
  return slotsFor({ transport: "websocket", port, username: "mallory", password: "correct horse" }, ...sizes);
}

/** Files in the folder, which is made with the first. */
function kept(): number {
  const folder = join(siege.node.dataDir, "uploads");
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((it) => it.isFile()).length;
}

/** A request as somebody types it, which is never finished. */
function begin(head: string): { socket: Socket; answer: () => string } {
  let answer = "";
  const socket = connect(siege.node.ports.http, "127.0.0.1");
  socket.write(head);
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.on("error", () => undefined);
  return { socket, answer: () => answer };
}

const headOf = (slot: Slot | undefined, length: number, more = "") =>
  `PUT ${new URL(slot?.put ?? "").pathname} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n${more}\r\n`;

const RESUMABLE = "Upload-Complete: ?1\r\n";

async function offsetOf(slot: Slot | undefined): Promise<string | null> {
  return (await fetch(slot?.put ?? "", { method: "HEAD" })).headers.get("upload-offset");
}

function patch(url = "", offset: string, body: string | Uint8Array<ArrayBuffer>, isComplete = "?1"): Promise<Response> {
  const headers = {
    "content-type": "application/partial-upload",
    "upload-offset": offset,
    "upload-complete": isComplete,
  };
  return fetch(url, { method: "PATCH", body, headers });
}

describe("an uploader", () => {
  test("who sends byte by byte, many times over, disturbs nobody", async () => {
    const some = await slots(...Array.from({ length: 40 }, () => 1_000));
    const lines = some.map((slot) => begin(`${headOf(slot, 1_000)}1`));
    await until("all have begun", () => kept() === 40);
    await siege.expectCalm();
    for (const { socket } of lines) socket.destroy();
    await until("nothing is left of them", () => kept() === 0);
  });

  test("who sends much without a slot is heard for a while, and keeps nothing", async () => {
    const { socket, answer } = begin(
      `PUT /upload/a-slot-that-nobody-gave/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${500 * MB}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(5 * MB));
    await until("it is refused", () => answer().includes("HTTP/1.1 403 "));
    await siege.expectCalm();
    await until("the line is cut", () => socket.destroyed, { timeout: 20_000 });
    expect(kept()).toBe(0);
  });

  test("who sends more than the length gets no more in", async () => {
    const [slot] = await slots(10);
    const next = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const { socket, answer } = begin(`${headOf(slot, 10)}0123456789${next}`);
    await until("both are answered", () => /^HTTP\/1\.1 201 .*HTTP\/1\.1 200 .*alive/s.test(answer()));
    socket.destroy();
    expect(await (await fetch(slot?.get ?? "")).text()).toBe("0123456789");
  });

  test.each([
    ["two lengths", "Content-Length: 5\r\n"],
    ["a length and chunks", "Transfer-Encoding: chunked\r\n"],
  ])("who names %s is not understood", async (_, more) => {
    const [slot] = await slots(10);
    const { socket, answer } = begin(headOf(slot, 10, more));
    await until("it is refused", () => answer().includes("HTTP/1.1 400 "));
    socket.destroy();
    await siege.expectCalm();
  });

  test("who begins many files and finishes none has no more than the quota for them", async () => {
    const some = await slots(...Array.from({ length: 12 }, () => 10 * MB));
    const given = some.filter((slot) => slot.put !== "");
    const before = kept();
    expect(given.length).toBeLessThanOrEqual(5);
    const lines = given.map((slot) => begin(`${headOf(slot, 10 * MB, RESUMABLE)}1`));
    await until("all have begun", () => kept() === before + given.length);
    for (const { socket } of lines) socket.destroy();
    for (const slot of given) expect(await offsetOf(slot)).toBe("1");
    expect((await slots(10 * MB))[0]?.put).toBe("");
    await siege.expectCalm();
    for (const slot of given) expect((await fetch(slot.put, { method: "DELETE" })).status).toBe(204);
    expect(kept()).toBe(before);
    const [again] = await slots(10 * MB);
    expect((await fetch(again?.put ?? "", { method: "DELETE" })).status).toBe(204);
  });

  test("who lies about where a file goes on, or how much of it there is, changes nothing", async () => {
    const [slot] = await slots(10);
    const before = kept();
    const { socket } = begin(`${headOf(slot, 10, RESUMABLE)}01234`);
    await until("some of it has come", () => kept() > before);
    socket.destroy();
    expect(await offsetOf(slot)).toBe("5");
    for (const offset of ["0", "4", "6", "10", "-5", "5.0", "1e1", "0x5", "9007199254740993"])
      expect([400, 409]).toContain((await patch(slot?.put, offset, "56789")).status);
    // By pieces, of which each is small.
    for (const piece of ["5", "6", "7", "8"]) expect((await patch(slot?.put, piece, piece, "?0")).status).toBe(204);
    expect((await patch(slot?.put, "9", "9a", "?0")).status).toBe(413);
    expect((await patch(slot?.put, "9", "9a")).status).toBe(413);
    expect((await patch(slot?.put, "9", "9")).status).toBe(201);
    expect((await patch(slot?.put, "10", "a", "?0")).status).toBe(403);
    expect(await (await fetch(slot?.get ?? "")).text()).toBe("0123456789");
  });

  test("who has another one's address, or none, gets nothing of a file that is not whole, and adds nothing", async () => {
    const [slot] = await slots(10);
    const before = kept();
    const { socket } = begin(`${headOf(slot, 10, RESUMABLE)}secre`);
    await until("some of it has come", () => kept() > before);
    socket.destroy();
    const guessed = slot?.put.replace(/upload\/[^/]+/, "upload/a-slot-that-nobody-gave") ?? "";
    const named = slot?.put.replace(/upload\/[^/]+/, "upload/under-way") ?? "";
    for (const url of [slot?.get ?? "", guessed, named]) {
      expect((await fetch(url)).status).toBe(404);
      expect((await fetch(url, { method: "HEAD" })).status).toBe(404);
      expect([403, 404]).toContain((await patch(url, "5", "t....")).status);
      expect([403, 404]).toContain((await fetch(url, { method: "DELETE" })).status);
    }
    expect((await fetch(slot?.put ?? "")).status).toBe(404);
    expect(await offsetOf(slot)).toBe("5");
    await fetch(slot?.put ?? "", { method: "DELETE" });
  });

  test("who goes on with a file on many lines at once writes on one", async () => {
    const [slot] = await slots(MB);
    const body = new Uint8Array(MB).fill(7);
    const answers = await Promise.all(Array.from({ length: 20 }, () => patch(slot?.put, "0", body)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => ![201, 403, 409].includes(status))).toEqual([]);
    expect(new Set(new Uint8Array(await (await fetch(slot?.get ?? "")).arrayBuffer()))).toEqual(new Set([7]));
    await siege.expectCalm();
  });

  test("who asks for more than the quota gets no slot", async () => {
    const given = await slots(...Array.from({ length: 10 }, () => 10 * MB));
    expect(given.filter(({ put }) => put !== "").length).toBeLessThan(5);
    await siege.expectCalm();
  });

  test.each([
    "/upload/../yonder.db",
    "/upload/..%2fyonder.db",
    "/upload/%2e%2e/%2e%2e/etc/passwd",
    "/upload//etc/passwd",
    "/upload/under-way/",
    "/upload/..%5c..%5cyonder.db",
    "/upload/%00",
  ])("who asks for %s finds nothing", async (path) => {
    const { socket, answer } = begin(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await until("there is an answer", () => /HTTP\/1\.1 40[04] /.test(answer()));
    socket.destroy();
    expect(answer()).not.toMatch(/SQLite|root:/);
  });
});

test("files in S3 come and go as those in a folder", async () => {
  const s3 = await startFakeS3();
  const { keyId, secret, region } = s3.keys;
  const bucket = `${s3.url.replace("//", `//${keyId}:${secret}@`)}?region=${region}`;
  const yonder = await startYonder({ env: { YONDER_UPLOAD_S3: bucket } });
  await yonder.user("alice", "correct horse");
  const account = { transport: "tcp", port: yonder.ports.c2s, username: "alice", password: "correct horse" } as const;
  const [slot, other] = await slotsFor(account, 2 * MB, 3);
  expect(await put(slot?.put ?? "", new Uint8Array(2 * MB).fill(7))).toBe(201);
  expect(s3.objects.size).toBe(1);
  const part = await fetch(slot?.get ?? "", { headers: { range: "bytes=1999998-" } });
  expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([7, 7]);
  s3.refuseWith(503);
  expect(await put(other?.put ?? "", new Uint8Array(3))).toBe(503);
  expect((await fetch(slot?.get ?? "")).status).toBe(503);
  s3.refuseWith(undefined);
  expect(await put(other?.put ?? "", new Uint8Array(3))).toBe(201);
  await yonder.stop();
  await s3.close();
});

test.skipIf(missingMount())(
  named("a full disk takes no more files, and keeps no half of one", missingMount()),
  async () => {
    const folder = temporaryFolder("uploads");
    mountSmallDisk(folder, 2_000);
    const yonder = await startYonder({ env: { YONDER_UPLOAD_FOLDER: folder } });
    await yonder.user("alice", "correct horse");
    const account = { transport: "tcp", port: yonder.ports.c2s, username: "alice", password: "correct horse" } as const;
    const [first, large, small] = await slotsFor(account, MB, 3 * MB, MB / 2);
    expect(await put(first?.put ?? "", new Uint8Array(MB))).toBe(201);
    expect(await put(large?.put ?? "", new Uint8Array(3 * MB))).toBe(507);
    expect(readdirSync(join(folder, "under-way"))).toEqual([]);
    expect(await put(small?.put ?? "", new Uint8Array(MB / 2))).toBe(201);
    expect((await fetch(first?.get ?? "", { method: "HEAD" })).status).toBe(200);
    await yonder.stop();
  },
);
