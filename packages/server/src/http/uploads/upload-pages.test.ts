import { describe, expect, test, vi } from "vitest";
import { filesInFolder } from "../../store/files/folder.ts";
import { StoreError } from "../../store/store.ts";
import { OUR_ORIGIN, openUploads, type Slot } from "./world.fixture.ts";

const put = (slot: Slot, body: string, headers: Record<string, string> = {}) =>
  fetch(slot.put, { method: "PUT", body, headers });
const pathOf = (url: string) => new URL(url).pathname;

describe("a slot", () => {
  test("takes the file that it is for, which is there at once", async () => {
    const world = await openUploads();
    const slot = await world.slot(5, { type: "image/jpeg" });
    expect((await fetch(slot.get)).status).toBe(404);
    expect((await put(slot, "12345", { "content-type": "image/jpeg" })).status).toBe(201);
    const answer = await fetch(slot.get);
    expect([answer.status, await answer.text()]).toEqual([200, "12345"]);
    expect(world.kept()).toEqual([slot.id]);
  });

  test("is for one file", async () => {
    const world = await openUploads();
    const slot = await world.slot(5);
    await put(slot, "12345");
    expect((await put(slot, "67890")).status).toBe(403);
    expect(await (await fetch(slot.get)).text()).toBe("12345");
  });

  test("is for one upload at a time", async () => {
    const world = await openUploads();
    const slot = await world.slot(1_000);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => put(slot, String(i).repeat(1_000))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 7 }, () => 403)]);
    expect(world.kept()).toEqual([slot.id]);
    expect(new Set(await (await fetch(slot.get)).text()).size).toBe(1);
  });

  test("cannot be guessed from where the file is to be had", async () => {
    const world = await openUploads();
    const slot = await world.slot(5);
    expect((await fetch(slot.get, { method: "PUT", body: "12345" })).status).toBe(403);
    expect((await fetch(slot.put)).status).toBe(404);
  });

  test("is over after its time", async () => {
    const world = await openUploads();
    const slot = await world.slot(5);
    world.clock.time += 300_000;
    expect((await put(slot, "12345")).status).toBe(403);
    expect(world.kept()).toEqual([]);
  });

  test.each([
    ["less", "1234", 400],
    ["more", "123456", 413],
  ])("takes no file with %s in it, and may be used once more", async (_, body, status) => {
    const world = await openUploads();
    const slot = await world.slot(5);
    expect((await put(slot, body)).status).toBe(status);
    expect(world.kept()).toEqual([]);
    expect((await put(slot, "12345")).status).toBe(201);
  });

  test("takes no file of another type", async () => {
    const world = await openUploads();
    const slot = await world.slot(5, { type: "image/jpeg" });
    expect((await put(slot, "12345", { "content-type": "text/html" })).status).toBe(415);
    expect((await put(slot, "12345", { "content-type": "Image/JPEG; q=1" })).status).toBe(201);
  });

  test("takes no file of which the length is not told", async () => {
    const world = await openUploads();
    const { put: url } = await world.slot(5);
    const body = "5\r\n12345\r\n0\r\n\r\n";
    const peer = world.raw(`PUT ${pathOf(url)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 411 "));
    expect(world.kept()).toEqual([]);
  });

  test("is told to go on, or not, before anything is sent", async () => {
    const world = await openUploads();
    const ask = (slot: Slot, length: number) =>
      world.raw(
        `PUT ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`,
      );
    const slot = await world.slot(5);
    const refused = await ask(slot, 6).closed;
    expect(refused).toContain("HTTP/1.1 413 ");
    expect(refused).not.toContain("100 Continue");
    const peer = ask(slot, 5);
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 100 Continue"));
    peer.socket.write("12345");
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 201 "));
  });
});

describe("an upload", () => {
  test("that breaks off leaves nothing, and may be tried again", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234`);
    await vi.waitFor(() => expect(world.kept()).toHaveLength(1));
    expect((await fetch(slot.get)).status).toBe(404);
    peer.socket.destroy();
    await vi.waitFor(() => expect(world.kept()).toEqual([]));
    await vi.waitFor(async () => expect((await put(slot, "0123456789")).status).toBe(201));
  });

  test("that says nothing more is given up", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234`);
    await vi.waitFor(() => expect(world.kept()).toHaveLength(1));
    world.quiet();
    await peer.closed;
    await vi.waitFor(() => expect(world.kept()).toEqual([]));
  });

  test("may be slow", async () => {
    const world = await openUploads();
    const slot = await world.slot(5);
    const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n`);
    for (const byte of "12345") {
      await new Promise((resolve) => setImmediate(resolve));
      peer.socket.write(byte);
    }
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 201 "));
    expect(await (await fetch(slot.get)).text()).toBe("12345");
  });

  test("that takes longer than it may is not kept", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234`);
    await vi.waitFor(() => expect(world.kept()).toHaveLength(1));
    world.clock.time += 3_600_000;
    peer.socket.write("56789");
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 410 "));
    expect(world.kept()).toEqual([]);
  });

  test.each([
    ["full", 507],
    ["unavailable", 503],
  ] as const)("to a place that is %s is answered so, and may be tried again", async (code, status) => {
    let isWorking = false;
    const world = await openUploads((folder) => {
      const files = filesInFolder(folder);
      const put = async () => Promise.reject(new StoreError(code, "No."));
      return { ...files, put: (...all) => (isWorking ? files.put(...all) : put()) };
    });
    const slot = await world.slot(2_000_000);
    const body = "x".repeat(2_000_000);
    expect((await put(slot, body)).status).toBe(status);
    isWorking = true;
    expect((await put(slot, body)).status).toBe(201);
  });

  test("is one of many", async () => {
    const world = await openUploads();
    const bodies = Array.from({ length: 60 }, (_, i) => `${i} `.repeat(20_000));
    const slots = await Promise.all(bodies.map((body) => world.upload(body)));
    const answers = await Promise.all(slots.map(async ({ get }) => (await fetch(get)).text()));
    expect(answers).toEqual(bodies);
  });
});

describe("pages", () => {
  test("of ours may put files and read them", async () => {
    const world = await openUploads();
    const { put: url, get } = await world.upload("1");
    const preflight = await fetch(url, {
      method: "OPTIONS",
      headers: { origin: OUR_ORIGIN, "access-control-request-method": "PUT" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(OUR_ORIGIN);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("content-type");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("upload-offset");
    expect(preflight.headers.get("accept-patch")).toBe("application/partial-upload");
    const read = await fetch(get, { headers: { origin: OUR_ORIGIN } });
    expect(read.headers.get("access-control-allow-origin")).toBe(OUR_ORIGIN);
    expect(read.headers.get("vary")).toContain("origin");
  });

  test("of others may not", async () => {
    const world = await openUploads();
    const { get } = await world.upload("1");
    const read = await fetch(get, { headers: { origin: "https://evil.example" } });
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("what is none", () => {
  test.each([
    "/upload/",
    "/upload/x",
    "/upload/..",
    "/upload/../../etc/passwd",
    "/upload/a-token-of-nobody-at-all/a/b",
    "/upload/a-token-of-nobody-at-all/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/upload/%2e%2e%2funder-way%2fx",
    `/upload/${"x".repeat(5_000)}`,
    "/upload/a-file-of-nobody-at-all-32-chars/a.jpg",
  ])("%s", async (path) => {
    const world = await openUploads();
    await world.upload("secret");
    const { received } = world.raw(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await vi.waitFor(() => expect(received()).toContain("HTTP/1.1 404 "));
    expect(received()).not.toContain("secret");
  });

  test("POST is no way to use it, and nobody changes or removes what is there", async () => {
    const world = await openUploads();
    const { get, put: token } = await world.upload("1");
    expect((await fetch(get, { method: "POST" })).status).toBe(405);
    const rest = { "content-type": "application/partial-upload", "upload-offset": "0", "upload-complete": "?1" };
    for (const url of [get, token]) {
      expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
      expect((await fetch(url, { method: "PATCH", body: "2", headers: rest })).status).toBe(403);
    }
    expect((await fetch(get)).status).toBe(200);
  });
});
