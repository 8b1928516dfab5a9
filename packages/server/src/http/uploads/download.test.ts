import { Readable } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { filesInFolder } from "../../store/files/folder.ts";
import { openUploads } from "./world.fixture.ts";

describe("a file", () => {
  test("tells browsers what they may do with it", async () => {
    const world = await openUploads();
    const { get } = await world.upload("12345", { type: "image/jpeg" });
    const { headers } = await fetch(get);
    expect(Object.fromEntries(headers)).toMatchObject({
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=86400, immutable",
      "content-disposition": `inline; filename="tr_s cool.jpg"; filename*=UTF-8''tr%C3%A8s%20cool.jpg`,
      "content-length": "5",
      "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
      "content-type": "image/jpeg",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
  });

  test.each([
    ["text/html", "application/octet-stream", "attachment"],
    ["image/svg+xml", "application/octet-stream", "attachment"],
    ["application/xhtml+xml", "application/octet-stream", "attachment"],
    ["text/javascript", "application/octet-stream", "attachment"],
    ["text/css", "application/octet-stream", "attachment"],
    [undefined, "application/octet-stream", "attachment"],
    ["application/pdf", "application/pdf", "attachment"],
    ["text/plain", "text/plain; charset=utf-8", "inline"],
    ["video/mp4", "video/mp4", "inline"],
  ])("of type %s is served as %s, %s", async (type, contentType, disposition) => {
    const world = await openUploads();
    const { get } = await world.upload("<script>alert(1)</script>", type === undefined ? {} : { type });
    const { headers } = await fetch(get);
    expect(headers.get("content-type")).toBe(contentType);
    expect(headers.get("content-disposition")).toMatch(new RegExp(`^${disposition};`));
  });

  test("cannot smuggle a header in its name", async () => {
    const world = await openUploads();
    const { get } = await world.upload("1", { name: `a"; x="\u00e9%0d%0a'(b).txt` });
    expect((await fetch(get)).headers.get("content-disposition")).toBe(
      `attachment; filename="a_; x=___0d_0a'(b).txt"; filename*=UTF-8''a%22%3B%20x%3D%22%C3%A9%250d%250a%27%28b%29.txt`,
    );
  });

  test.each([
    ["bytes=0-0", 206, "0", "bytes 0-0/10"],
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=7-999", 206, "789", "bytes 7-9/10"],
    ["bytes=-3", 206, "789", "bytes 7-9/10"],
    ["bytes=-999", 206, "0123456789", "bytes 0-9/10"],
    [`bytes=5-${"9".repeat(500)}`, 206, "56789", "bytes 5-9/10"],
    ["bytes=10-", 416, "It is not that long.\n", "bytes */10"],
    ["bytes=-0", 416, "It is not that long.\n", "bytes */10"],
    ["bytes=5-4", 200, "0123456789", null],
    ["bytes=-", 200, "0123456789", null],
    ["bytes=a-b", 200, "0123456789", null],
    ["bytes=0-1,4-5", 200, "0123456789", null],
    ["lines=0-1", 200, "0123456789", null],
  ])("asked for %s is answered %i", async (range, status, text, contentRange) => {
    const world = await openUploads();
    const { get } = await world.upload("0123456789");
    const answer = await fetch(get, { headers: { range } });
    expect([answer.status, await answer.text()]).toEqual([status, text]);
    expect(answer.headers.get("content-range")).toBe(contentRange);
  });

  test("is given in part only to who has the rest of the same", async () => {
    const world = await openUploads();
    const { id, get } = await world.upload("0123456789");
    const part = (condition: string) => fetch(get, { headers: { range: "bytes=5-", "if-range": condition } });
    expect((await part(`"${id}"`)).status).toBe(206);
    expect((await part('"other"')).status).toBe(200);
    expect((await part("Sun, 22 Nov 2026 12:00:00 GMT")).status).toBe(200);
  });

  test("is not sent again to who has it, and HEAD sends nothing", async () => {
    const world = await openUploads();
    const { get, id } = await world.upload("0123456789");
    expect((await fetch(get, { headers: { "if-none-match": `"${id}"` } })).status).toBe(304);
    const head = await fetch(get, { method: "HEAD", headers: { range: "bytes=1-2" } });
    expect([head.status, await head.text(), head.headers.get("content-length")]).toEqual([200, "", "10"]);
  });

  test("is gone when its time is over, and nobody keeps it for longer", async () => {
    const world = await openUploads();
    const slot = await world.slot(1, { keptMs: 60_000 });
    await fetch(slot.put, { method: "PUT", body: "1" });
    world.clock.time += 20_000;
    expect((await fetch(slot.get)).headers.get("cache-control")).toBe("private, max-age=40, immutable");
    world.clock.time += 40_000;
    expect((await fetch(slot.get)).status).toBe(404);
  });

  test("goes out to one address so many times at once, and to others meanwhile", async () => {
    const waiting: Readable[] = [];
    const world = await openUploads(
      (folder) => ({
        ...filesInFolder(folder),
        open: async () => {
          const content = new Readable({ read: () => undefined });
          waiting.push(content);
          return content;
        },
      }),
      ["127.0.0.1"],
    );
    const { get } = await world.upload("1");
    const from = (address: string) => fetch(get, { headers: { "x-forwarded-for": address } });
    const held = Array.from({ length: 200 }, () => from("192.0.2.1"));
    await vi.waitFor(() => expect(waiting).toHaveLength(200));
    expect((await from("192.0.2.1")).status).toBe(503);
    const other = from("192.0.2.2");
    await vi.waitFor(() => expect(waiting).toHaveLength(201));
    for (const content of waiting) content.push("1");
    for (const content of waiting) content.push(null);
    expect(await (await other).text()).toBe("1");
    await Promise.all(held.map(async (answer) => (await answer).text()));
  });

  test("that has got lost is not there", async () => {
    const world = await openUploads((folder) => ({ ...filesInFolder(folder), open: async () => undefined }));
    const { get } = await world.upload("1");
    const answer = await fetch(get);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("etag")).toBeNull();
  });

  test("that breaks off while it is read is not taken for whole", async () => {
    const broken = () => new Readable({ read: () => undefined });
    const world = await openUploads((folder) => ({
      ...filesInFolder(folder),
      open: async () => {
        const content = broken();
        content.push("01234");
        setImmediate(() => content.destroy(new Error("The disk broke.")));
        return content;
      },
    }));
    const { get } = await world.upload("0123456789");
    await expect((async () => (await fetch(get)).text())()).rejects.toThrow();
  });
});
