import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, onTestFinished, vi } from "vitest";
import { memoryUploads } from "../../features/memory-uploads.fixture.ts";
import type { Files } from "../../store/files/files.ts";
import { filesInFolder } from "../../store/files/folder.ts";
import { uploadIdOf } from "../../store/upload-id.ts";
import type { Uploads } from "../../store/uploads.ts";
import { UploadPages } from "./upload-pages.ts";

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
export const OUR_ORIGIN = "https://chat.example";

/** A slot that somebody was given. */
export interface Slot {
  readonly id: string;
  readonly put: string;
  readonly get: string;
}

export interface UploadWorld {
  readonly uploads: Uploads;
  readonly clock: { time: number };
  readonly url: string;
  /** What is in the folder, by name. */
  kept(): readonly string[];
  /** Bytes that have come of a file that is not whole. */
  sizeOf(id: string): number;
  slot(size: number, some?: { type?: string; name?: string; keptMs?: number }): Promise<Slot>;
  /** A slot with the file in it. */
  upload(content: string | Uint8Array<ArrayBuffer>, some?: { type?: string; name?: string }): Promise<Slot>;
  raw(text: string): RawPeer;
  /** Resolves when so many lines have been lost. */
  lost(count: number): Promise<void>;
  /** All lines are as quiet as those on which nothing has come for long. */
  quiet(): void;
}

/** Someone who says whatever they like. */
export interface RawPeer {
  readonly socket: Socket;
  readonly received: () => string;
  readonly closed: Promise<string>;
}

/** A folder of files, and a server for them. */
export async function openUploads(
  makeFiles: (folder: string) => Files = filesInFolder,
  trustedProxies: readonly string[] = [],
): Promise<UploadWorld> {
  const folder = mkdtempSync(join(tmpdir(), "yonder-uploads-"));
  const clock = { time: NOW };
  const uploads = memoryUploads(() => clock.time);
  const pages = new UploadPages({
    uploads,
    files: makeFiles(folder),
    trustedProxies,
    isLimited: true,
    renewalMs: 10,
    isAllowedOrigin: (origin) => origin === OUR_ORIGIN,
    now: () => clock.time,
    log: pino({ level: "silent" }),
  });
  const server = createServer();
  const lines = new Set<Socket>();
  server.on("connection", (socket) => lines.add(socket));
  for (const event of ["request", "checkContinue"])
    server.on(event, (request, response) => void pages.handle(decodeURIComponent(request.url), request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  });
  let count = 0;
  const world: UploadWorld = {
    uploads,
    clock,
    url,
    kept: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name),
    sizeOf: (id) => statSync(join(folder, "under-way", id), { throwIfNoEntry: false })?.size ?? 0,
    async slot(size, { type, name = "très cool.jpg", keptMs = 86_400_000 } = {}) {
      const token = `a-token-of-somebody-${++count}`;
      const id = uploadIdOf(token);
      const [slotUntil, keptUntil] = [new Date(clock.time + 300_000), new Date(clock.time + keptMs)];
      const upload = { id, owner: 1, name, type, size, purpose: "message" as const, slotUntil, keptUntil };
      await uploads.reserve(upload, { bytes: 1e9, files: 1e6, profileFiles: 1 });
      const at = (key: string) => `${url}/upload/${key}/${encodeURIComponent(name)}`;
      return { id, put: at(token), get: at(id) };
    },
    async upload(content, some) {
      const slot = await world.slot(Buffer.byteLength(content), some);
      const headers = { "content-type": some?.type ?? "application/octet-stream" };
      const { status } = await fetch(slot.put, { method: "PUT", body: content, headers });
      if (status !== 201) throw new Error(`It was answered ${status}.`);
      return slot;
    },
    lost: (wanted) => vi.waitFor(() => expect([...lines].filter((line) => line.closed)).toHaveLength(wanted)),
    quiet() {
      for (const line of lines) line.emit("timeout");
    },
    raw(text) {
      let received = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(received)));
      socket.on("data", (chunk) => {
        received += chunk.toString("latin1");
      });
      socket.on("error", () => socket.destroy());
      onTestFinished(() => void socket.destroy());
      return { socket, received: () => received, closed };
    },
  };
  return world;
}
