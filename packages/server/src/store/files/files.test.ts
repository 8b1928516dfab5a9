import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, onTestFinished, test } from "vitest";
import { startFakeS3 } from "./fake-s3.fixture.ts";
import type { Files } from "./files.ts";
import { filesInFolder } from "./folder.ts";
import { openFiles } from "./open.ts";
import { filesInS3 } from "./s3.ts";

const ID = "a-file-of-somebody-0123456789";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "yonder-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function openS3() {
  const s3 = await startFakeS3();
  onTestFinished(() => s3.close());
  return { s3, files: filesInS3({ url: s3.url, ...s3.keys, silenceMs: 500 }) };
}

const places: readonly (readonly [string, () => Promise<Files>])[] = [
  ["in a folder", async () => filesInFolder(newFolder())],
  ["in S3", async () => (await openS3()).files],
];

const contentOf = async (files: Files, first = 0, last = 999) => {
  const content = await files.open(ID, { first, last });
  return content && text(content);
};

/** Says something, and breaks. */
async function* broken() {
  yield Buffer.from("0123");
  throw new Error("The line broke.");
}

describe.each(places)("files %s", (_, open) => {
  test("come back as they were put, whole or in part", async () => {
    const files = await open();
    await files.put(ID, Readable.from([Buffer.from("01234"), Buffer.from("56789")]), 10);
    expect(await contentOf(files, 0, 9)).toBe("0123456789");
    expect(await contentOf(files, 2, 4)).toBe("234");
  });

  test("are gone once they are removed", async () => {
    const files = await open();
    await files.put(ID, Readable.from([Buffer.from("0123456789")]), 10);
    await files.remove(ID);
    expect(await contentOf(files)).toBeUndefined();
    await files.remove(ID);
  });

  test("may be large", async () => {
    const files = await open();
    const size = 5_000_000;
    await files.put(ID, Readable.from([Buffer.alloc(size, "x")]), size);
    const content = await contentOf(files, 0, size - 1);
    expect(content).toHaveLength(size);
  });

  test("leave nothing behind when the line breaks", async () => {
    const files = await open();
    await expect(files.put(ID, Readable.from(broken(), { objectMode: false }), 10)).rejects.toThrow("The line broke.");
    expect(await contentOf(files)).toBeUndefined();
  });
});

describe("a folder of files", () => {
  test("has no half of a file, and none that is shorter than was said", async () => {
    const folder = newFolder();
    const files = filesInFolder(folder);
    await expect(files.put(ID, Readable.from([Buffer.from("012")]), 10)).rejects.toMatchObject({ code: "conflict" });
    expect(readdirSync(folder, { recursive: true })).toEqual(["under-way"]);
  });

  test("is for our eyes only", async () => {
    const folder = newFolder();
    await filesInFolder(folder).put(ID, Readable.from([Buffer.from("0")]), 1);
    expect(statSync(join(folder, "a-", ID)).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "a-")).mode & 0o777).toBe(0o700);
  });

  test("leads nowhere else", async () => {
    const files = filesInFolder(newFolder());
    for (const id of ["../../../../etc/passwd", "a/../../../../b-0123456789", "", "short"])
      await expect(async () => files.open(id, { first: 0, last: 9 })).rejects.toThrow("no id");
  });

  test("forgets what a crash left half-written, a day later", async () => {
    const folder = newFolder();
    const files = filesInFolder(folder, () => Date.UTC(2026, 0, 3));
    await files.tidy();
    await files.put(ID, Readable.from([Buffer.from("0")]), 1);
    for (const name of ["old", "new"]) writeFileSync(join(folder, "under-way", name), "half");
    utimesSync(join(folder, "under-way", "old"), new Date(), new Date(Date.UTC(2026, 0, 1)));
    await files.tidy();
    expect(readdirSync(join(folder, "under-way"))).toEqual(["new"]);
    expect(await contentOf(files)).toBe("0");
  });

  test("says when it is full", async () => {
    const full = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    const content = new Readable({ read: () => content.destroy(full) });
    await expect(filesInFolder(newFolder()).put(ID, content, 1)).rejects.toMatchObject({ code: "full" });
  });
});

describe("a file that comes in parts", () => {
  function open() {
    const folder = newFolder();
    const files = filesInFolder(folder);
    const { parts } = files;
    if (!parts) throw new Error("There are none.");
    return { folder, files, parts };
  }

  test("is there when it is finished, and not before", async () => {
    const { folder, files, parts } = open();
    expect(await parts.length(ID)).toBe(0);
    await expect(parts.append(ID, Readable.from(broken(), { objectMode: false }), 0)).rejects.toThrow(
      "The line broke.",
    );
    expect(await parts.length(ID)).toBe(4);
    await parts.append(ID, Readable.from([Buffer.from("456")]), 4);
    await parts.append(ID, Readable.from([Buffer.from("789")]), 7);
    expect(await contentOf(files)).toBeUndefined();
    await parts.finish(ID, 10);
    expect(await contentOf(files)).toBe("0123456789");
    expect(readdirSync(join(folder, "under-way"))).toEqual([]);
    expect(statSync(join(folder, "a-", ID)).mode & 0o777).toBe(0o600);
  });

  test("is not finished with another size than was said", async () => {
    const { files, parts } = open();
    await parts.append(ID, Readable.from([Buffer.from("012")]), 0);
    await expect(parts.finish(ID, 10)).rejects.toMatchObject({ code: "conflict" });
    expect([await parts.length(ID), await contentOf(files)]).toEqual([3, undefined]);
  });

  test("may begin anew", async () => {
    const { files, parts } = open();
    await parts.append(ID, Readable.from([Buffer.from("012345")]), 0);
    await parts.append(ID, Readable.from([Buffer.from("abc")]), 0);
    await parts.finish(ID, 3);
    expect(await contentOf(files)).toBe("abc");
  });

  test("is removed like others", async () => {
    const { files, parts } = open();
    await parts.append(ID, Readable.from([Buffer.from("012345")]), 0);
    await files.remove(ID);
    expect(await parts.length(ID)).toBe(0);
  });

  test("leads nowhere else", async () => {
    const { parts } = open();
    for (const id of ["../../../../etc/passwd", "short"])
      await expect(async () => parts.length(id)).rejects.toThrow("no id");
  });
});

describe("a bucket of S3", () => {
  test("takes files whole, or not at all", async () => {
    expect((await openS3()).files.parts).toBeUndefined();
  });

  test("takes only what is signed with its keys", async () => {
    const { s3 } = await openS3();
    const stranger = filesInS3({ url: s3.url, ...s3.keys, secret: "guessed" });
    await expect(stranger.put(ID, Readable.from([Buffer.from("0")]), 1)).rejects.toMatchObject({ code: "unavailable" });
    await expect(stranger.open(ID, { first: 0, last: 0 })).rejects.toMatchObject({ code: "unavailable" });
    await expect(stranger.remove(ID)).rejects.toMatchObject({ code: "unavailable" });
    expect(s3.objects.size).toBe(0);
  });

  test.each([
    [503, "unavailable"],
    [507, "full"],
  ])("that answers %i is %s", async (status, code) => {
    const { s3, files } = await openS3();
    s3.refuseWith(status);
    const size = 3_000_000;
    await expect(files.put(ID, Readable.from([Buffer.alloc(size)]), size)).rejects.toMatchObject({ code });
    s3.refuseWith(undefined);
    await files.put(ID, Readable.from([Buffer.from("0")]), 1);
    expect([...s3.objects.keys()]).toEqual([`/bucket/${ID}`]);
  });

  test("that is not there is unavailable", async () => {
    const { s3, files } = await openS3();
    await s3.close();
    await expect(files.put(ID, Readable.from([Buffer.from("0")]), 1)).rejects.toMatchObject({ code: "unavailable" });
    await expect(files.open(ID, { first: 0, last: 0 })).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("the place of files", () => {
  const place = { uploadFolder: undefined, uploadS3: undefined, dataDir: "/nowhere", redisUrl: undefined };
  const keep = (files: Files | undefined) => files?.put(ID, Readable.from([Buffer.from("0")]), 1);

  test("is the data folder of a node alone, or the folder that is named", async () => {
    const [dataDir, uploadFolder] = [newFolder(), newFolder()];
    await keep(openFiles({ ...place, dataDir }));
    expect(readdirSync(join(dataDir, "uploads", "a-"))).toEqual([ID]);
    await keep(openFiles({ ...place, redisUrl: "redis://x", uploadFolder }));
    expect(readdirSync(join(uploadFolder, "a-"))).toEqual([ID]);
  });

  test("is the bucket that is named, with keys and region", async () => {
    const { s3 } = await openS3();
    const { keyId, secret, region } = s3.keys;
    await keep(openFiles({ ...place, uploadS3: `${s3.url.replace("//", `//${keyId}:${secret}@`)}/?region=${region}` }));
    expect([...s3.objects.keys()]).toEqual([`/bucket/${ID}`]);
  });

  test("is nowhere if several nodes share none", () => {
    expect(openFiles({ ...place, redisUrl: "redis://x" })).toBeUndefined();
  });
});
