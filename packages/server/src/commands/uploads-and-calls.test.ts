import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startFakeS3 } from "../store/files/fake-s3.fixture.ts";
import { inspectCalls, inspectUploads } from "./uploads-and-calls.ts";

const place = { uploadFolder: undefined, uploadS3: undefined, dataDir: "/nowhere", redisUrl: undefined };

test("a folder that is not there yet is made by the node", async () => {
  expect(await inspectUploads(place)).toEqual({ kind: "right", text: "uploads: in /nowhere/uploads" });
});

test("a folder is left as it is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "yonder-check-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  expect(await inspectUploads({ ...place, uploadFolder: folder })).toMatchObject({ kind: "right" });
  expect(readdirSync(folder)).toEqual([]);
});

test("a place that is no folder is wrong", async () => {
  expect(await inspectUploads({ ...place, uploadFolder: "/dev/null/uploads" })).toMatchObject({ kind: "wrong" });
});

test("several nodes without a place that they share have no uploads", async () => {
  const finding = await inspectUploads({ ...place, redisUrl: "redis://127.0.0.1" });
  expect(finding).toMatchObject({ kind: "warning", text: expect.stringContaining("upload_folder") });
});

test("a bucket is tried", async () => {
  const s3 = await startFakeS3();
  onTestFinished(() => s3.close());
  const address = (secret: string) => `${s3.url.replace("//", `//KEY:${secret}@`)}?region=${s3.keys.region}`;
  const { host } = new URL(s3.url);
  const found = await inspectUploads({ ...place, uploadS3: address(s3.keys.secret) });
  expect(found).toEqual({ kind: "right", text: `uploads: in the bucket ${host}/bucket` });
  expect(s3.objects.size).toBe(0);
  const refused = await inspectUploads({ ...place, uploadS3: address("guessed") });
  expect(refused).toMatchObject({ kind: "wrong", text: expect.stringContaining("403") });
  expect(refused.text).not.toContain("guessed");
});

test("TURN needs a secret, STUN none", () => {
  const externalServices = ["stun:turn.example.org", "turn:turn.example.org"];
  expect(inspectCalls({ externalServices: [], turnSecret: undefined })).toEqual([]);
  expect(inspectCalls({ externalServices, turnSecret: undefined })).toMatchObject([{ kind: "warning" }]);
  expect(inspectCalls({ externalServices, turnSecret: "s3cret" })).toMatchObject([{ kind: "right" }]);
  expect(inspectCalls({ externalServices: externalServices.slice(0, 1), turnSecret: undefined })).toMatchObject([
    { kind: "right" },
  ]);
});
