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

/** The same address on another server. */
export function at(origin: string, url: string): string {
  const { pathname } = new URL(url);
  return `${origin.replace(/\/$/, "")}${pathname}`;
}
