import { existsSync, readdirSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { NS, xml } from "@yonder/protocol";
import { RawClient, type RawClientOptions } from "./raw-client.ts";

/** Where a file may be put, and is to be had then (XEP-0363 §4). */
export interface Slot {
  readonly put: string;
  readonly get: string;
}

/** Logs in, asks for slots for files of these sizes, and leaves. */
export async function slotsFor(account: RawClientOptions, ...sizes: readonly number[]): Promise<Slot[]> {
  const client = await RawClient.login(account);
  const slots: Slot[] = [];
  for (const size of sizes) {
    const request = xml("request", NS.upload, { filename: "très cool.bin", size: String(size) });
    const slot = (await client.request("get", request, "upload.localhost")).child("slot", NS.upload);
    const url = (name: string) => slot?.child(name, NS.upload)?.attr("url") ?? "";
    slots.push({ put: url("put"), get: url("get") });
  }
  await client.quit();
  return slots;
}

/** Puts a file to an address; resolves with the status. */
export async function put(url: string, body: Uint8Array<ArrayBuffer>): Promise<number> {
  return (await fetch(url, { method: "PUT", body })).status;
}

/** Puts the first bytes of a file, and says no more. */
export function begin(url: string, start: Uint8Array, size: number): void {
  const { hostname, port, pathname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(
    `PUT ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Length: ${size}\r\nUpload-Complete: ?1\r\n\r\n`,
  );
  socket.write(start);
}

/** Sends the rest of a file, of which so much has come (docs/resumable-uploads.md); resolves with the status. */
export async function goOn(url: string, rest: Uint8Array<ArrayBuffer>, come: number): Promise<number> {
  const headers = { "content-type": "application/partial-upload", "upload-offset": `${come}`, "upload-complete": "?1" };
  return (await fetch(url, { method: "PATCH", body: rest, headers })).status;
}

/** The same address on another server. */
export function at(origin: string, url: string): string {
  const { pathname } = new URL(url);
  return `${origin.replace(/\/$/, "")}${pathname}`;
}

/** Bytes that have come to a folder of uploads of what is not whole. */
export function comeIn(folder: string): number {
  const place = join(folder, "under-way");
  if (!existsSync(place)) return 0;
  return readdirSync(place).reduce((sum, name) => sum + statSync(join(place, name)).size, 0);
}
