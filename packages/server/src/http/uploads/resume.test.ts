import { describe, expect, onTestFinished, test, vi } from "vitest";
import { filesInFolder } from "../../store/files/folder.ts";
import { memoryFiles } from "../../store/files/memory-files.fixture.ts";
import { OUR_ORIGIN, openUploads, type RawPeer, type Slot, type UploadWorld } from "./world.fixture.ts";

const CONTENT = "0123456789";
const pathOf = (url: string) => new URL(url).pathname;
const stateIn = ({ status, headers }: Response) => [
  status,
  headers.get("upload-offset"),
  headers.get("upload-complete"),
];
const ask = async (slot: Slot) => stateIn(await fetch(slot.put, { method: "HEAD" }));
const partial = { "content-type": "application/partial-upload" };
const patch = (slot: Slot, offset: number, body: string, isLast = true, headers: Record<string, string> = {}) =>
  fetch(slot.put, {
    method: "PATCH",
    body,
    headers: { ...partial, "upload-offset": `${offset}`, "upload-complete": isLast ? "?1" : "?0", ...headers },
  });

/** Puts the first bytes of a file that is to be ten long, and says no more. */
async function begin(world: UploadWorld, slot: Slot, start: string): Promise<RawPeer> {
  const head = "Host: x\r\nContent-Length: 10\r\nUpload-Complete: ?1";
  const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\n${head}\r\n\r\n${start}`);
  await vi.waitFor(() => expect(world.sizeOf(slot.id)).toBe(start.length));
  return peer;
}

async function breakOff(world: UploadWorld, slot: Slot, start: string): Promise<void> {
  (await begin(world, slot, start)).socket.destroy();
}

describe("an upload that breaks off", () => {
  test("goes on where it stopped", async () => {
    const world = await openUploads();
    const slot = await world.slot(10, { type: "image/jpeg" });
    await breakOff(world, slot, "01234");
    expect(await ask(slot)).toEqual([204, "5", "?0"]);
    const answer = await patch(slot, 5, "56789");
    expect([answer.status, answer.headers.get("upload-complete")]).toEqual([201, "?1"]);
    const file = await fetch(slot.get);
    expect([await file.text(), file.headers.get("content-type")]).toEqual([CONTENT, "image/jpeg"]);
    expect(world.kept()).toEqual([slot.id]);
  });

  test("may go on in many pieces", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "0");
    expect(await ask(slot)).toEqual([204, "1", "?0"]);
    expect(stateIn(await patch(slot, 1, "1234", false))).toEqual([204, "5", "?0"]);
    expect(stateIn(await patch(slot, 5, "56789", false))).toEqual([204, "10", "?0"]);
    expect((await fetch(slot.get)).status).toBe(404);
    expect((await patch(slot, 10, "")).status).toBe(201);
    expect(await (await fetch(slot.get)).text()).toBe(CONTENT);
  });

  test("is known to be whole by who did not hear it", async () => {
    const world = await openUploads();
    const slot = await world.upload(CONTENT);
    expect(await ask(slot)).toEqual([204, "10", "?1"]);
  });

  test("is not undone by a browser that sends it again by itself", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const again = () => fetch(slot.put, { method: "PUT", body: CONTENT, headers: { "upload-complete": "?1" } });
    const peer = await begin(world, slot, "01234");
    expect((await again()).status).toBe(409);
    peer.socket.destroy();
    await ask(slot);
    expect(stateIn(await again())).toEqual([409, "5", "?0"]);
    expect((await patch(slot, 5, "56789")).status).toBe(201);
    expect((await again()).status).toBe(403);
  });

  test("may begin anew, for who asked for no more", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "abcde");
    expect(await ask(slot)).toEqual([204, "5", "?0"]);
    expect((await fetch(slot.put, { method: "PUT", body: CONTENT })).status).toBe(201);
    expect(await (await fetch(slot.get)).text()).toBe(CONTENT);
  });

  test("is kept for a day, and its quota with it", async () => {
    const world = await openUploads();
    const slot = await world.slot(10, { keptMs: 7 * 86_400_000 });
    await breakOff(world, slot, "01234");
    await ask(slot);
    world.clock.time += 86_400_000 - 1;
    const answer = await fetch(slot.put, { method: "HEAD" });
    expect([answer.status, answer.headers.get("upload-length"), answer.headers.get("cache-control")]).toEqual([
      204,
      "10",
      "no-store",
    ]);
    expect(answer.headers.get("upload-limit")).toBe("max-size=10, max-age=0");
    world.clock.time += 1;
    expect(await ask(slot)).toEqual([404, null, null]);
    expect((await patch(slot, 5, "56789")).status).toBe(403);
  });

  test("before anybody reads it harms nobody, and goes on", async () => {
    const [asked, mayRead] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const world = await openUploads((folder) => {
      const files = filesInFolder(folder);
      const { parts } = files;
      if (!parts) throw new Error("There are no parts.");
      const append: typeof parts.append = async (...it) => {
        asked.resolve();
        await mayRead.promise;
        return parts.append(...it);
      };
      return { ...files, parts: { ...parts, append } };
    });
    const crashed = vi.fn();
    process.once("uncaughtException", crashed);
    onTestFinished(() => void process.off("uncaughtException", crashed));
    const slot = await world.slot(10);
    const head = "Host: x\r\nContent-Length: 10\r\nUpload-Complete: ?1";
    const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\n${head}\r\n\r\n01234`);
    await asked.promise;
    peer.socket.destroy();
    await world.lost(1);
    mayRead.resolve();
    await vi.waitFor(async () => expect(await ask(slot)).toEqual([204, "0", "?0"]));
    expect((await patch(slot, 0, CONTENT)).status).toBe(201);
    expect(crashed).not.toHaveBeenCalled();
  });

  test("leaves nothing when it did not ask for more", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = world.raw(`PUT ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01234`);
    await vi.waitFor(() => expect(world.kept()).toHaveLength(1));
    peer.socket.destroy();
    await vi.waitFor(() => expect(world.kept()).toEqual([]));
    await vi.waitFor(async () => expect(await ask(slot)).toEqual([204, "0", "?0"]));
  });

  test("is not to be had, nor spoken of, by who knows where the file will be", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "01234");
    await ask(slot);
    for (const method of ["GET", "HEAD"]) expect((await fetch(slot.get, { method })).status).toBe(404);
    expect((await fetch(slot.put)).status).toBe(404);
    const foreign = { ...slot, put: slot.get };
    expect((await patch(foreign, 5, "56789")).status).toBe(403);
    expect((await fetch(slot.get, { method: "DELETE" })).status).toBe(403);
    expect(await ask(slot)).toEqual([204, "5", "?0"]);
  });
});

describe("the rest of a file", () => {
  test.each([
    [4, "456789", 409],
    [6, "6789", 409],
    [0, CONTENT, 409],
    [5, "567890", 413],
    [5, "5678", 400],
  ])("from %i on, %s, is refused", async (offset, body, status) => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "01234");
    await ask(slot);
    const answer = await patch(slot, offset, body);
    expect(answer.status).toBe(status);
    if (status === 409) expect(answer.headers.get("upload-offset")).toBe("5");
    expect(world.sizeOf(slot.id)).toBe(5);
    expect((await patch(slot, 5, "56789")).status).toBe(201);
  });

  test.each([
    [{ "content-type": "image/jpeg" }, 415],
    [{ "upload-offset": "-5" }, 400],
    [{ "upload-offset": "5, 5" }, 400],
    [{ "upload-offset": "9".repeat(400) }, 400],
    [{ "upload-complete": "true" }, 400],
  ])("with %j is not understood", async (headers: Record<string, string>, status) => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "01234");
    await ask(slot);
    expect((await patch(slot, 5, "56789", true, headers)).status).toBe(status);
    expect(world.sizeOf(slot.id)).toBe(5);
  });

  test("of which the length is not told is refused", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const head = `Host: x\r\nContent-Type: ${partial["content-type"]}\r\nUpload-Offset: 0\r\nUpload-Complete: ?1`;
    const peer = world.raw(
      `PATCH ${pathOf(slot.put)} HTTP/1.1\r\n${head}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n`,
    );
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 411 "));
    expect(world.kept()).toEqual([]);
  });

  test("is taken from one alone", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = await begin(world, slot, "01234");
    expect((await patch(slot, 5, "56789")).status).toBe(409);
    expect((await fetch(slot.put, { method: "PUT", body: CONTENT })).status).toBe(403);
    peer.socket.write("56789");
    await vi.waitFor(() => expect(peer.received()).toContain("HTTP/1.1 201 "));
    expect(await (await fetch(slot.get)).text()).toBe(CONTENT);
  });

  test("breaks off too, and is gone on with", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "01");
    await ask(slot);
    const head = `Content-Type: ${partial["content-type"]}\r\nUpload-Offset: 2\r\nUpload-Complete: ?1\r\nContent-Length: 8`;
    const peer = world.raw(`PATCH ${pathOf(slot.put)} HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n234`);
    await vi.waitFor(() => expect(world.sizeOf(slot.id)).toBe(5));
    peer.socket.destroy();
    expect(await ask(slot)).toEqual([204, "5", "?0"]);
    expect((await patch(slot, 5, "56789")).status).toBe(201);
  });
});

describe("whoever asks how much has come", () => {
  test("ends what is still being put, since nobody asks who puts it", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = await begin(world, slot, "01234");
    expect(await ask(slot)).toEqual([204, "5", "?0"]);
    await peer.closed;
    expect((await patch(slot, 5, "56789")).status).toBe(201);
  });

  test("has it from a node that died, after a while", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "01234");
    await ask(slot);
    const until = new Date(world.clock.time + 5_000);
    await world.uploads.begin(slot.id, { holder: "a node that is dead", until }, new Date(world.clock.time + 60_000));
    const answer = ask(slot);
    await vi.waitFor(async () => expect(await world.uploads.prolong(slot.id, { holder: "it", until })).toBe(false));
    world.clock.time += 5_000;
    expect(await answer).toEqual([204, "5", "?0"]);
  });

  test("may read the answer in a page of ours", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const { headers } = await fetch(slot.put, { method: "HEAD", headers: { origin: OUR_ORIGIN } });
    expect(headers.get("access-control-expose-headers")).toContain("upload-offset, upload-complete");
    expect(headers.get("content-security-policy")).toContain("sandbox");
  });
});

describe("an upload that is not wanted any more", () => {
  test("is forgotten, with what has come", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    await breakOff(world, slot, "01234");
    expect((await fetch(slot.put, { method: "DELETE" })).status).toBe(204);
    expect(world.kept()).toEqual([]);
    expect(await ask(slot)).toEqual([404, null, null]);
    expect((await fetch(slot.put, { method: "DELETE" })).status).toBe(403);
  });

  test("is forgotten though it is still being put", async () => {
    const world = await openUploads();
    const slot = await world.slot(10);
    const peer = await begin(world, slot, "01234");
    expect((await fetch(slot.put, { method: "DELETE" })).status).toBe(204);
    await peer.closed;
    expect(world.kept()).toEqual([]);
  });
});

test("where files come whole, an upload begins anew, and nothing of it is kept", async () => {
  const world = await openUploads(() => memoryFiles());
  const slot = await world.slot(10);
  expect((await patch(slot, 0, CONTENT)).status).toBe(405);
  expect(await ask(slot)).toEqual([204, "0", "?0"]);
  const put = await fetch(slot.put, { method: "PUT", body: CONTENT, headers: { "upload-complete": "?1" } });
  expect(put.status).toBe(201);
  expect(await (await fetch(slot.get)).text()).toBe(CONTENT);
});
