import { fileSharing, serialize, toBase64 } from "@yonder/protocol";
import { ConnectionLost } from "../../connection.ts";
import type { Context } from "../../context.ts";
import { StanzaFailure } from "../../requests.ts";
import type { QueuedMessage } from "../../storage/storage.ts";
import type { SharedFile } from "../../types.ts";
import type { FilesDoor, FilesParts } from "../door.ts";
import { putByXhr } from "./put.ts";
import { Slots } from "./slots.ts";

/** Files that are sent at once. */
const AT_ONCE = 3;
/** ms between two reports of how far a file came. */
const REPORT = 250;
/** ms until it is tried again, twice as long each time. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** After so many refusals of the store itself, each with a slot of its own, it is given up. */
const MAX_REFUSALS = 3;
/** Bytes: what is larger is not hashed, since that takes all of it into memory. */
const MAX_HASHED = 64 * 1024 * 1024;

interface Running {
  readonly stop: AbortController;
}

/** It makes no sense to try again by ourselves. */
class Refused extends Error {}

/** Files of ours on their way to where others can have them (XEP-0363). A message leaves when its file is up. */
export class Uploads {
  readonly #context: Context;
  readonly #parts: FilesParts;
  readonly #door: Pick<FilesDoor, "blob" | "forget">;
  readonly #slots: Slots;
  readonly #running = new Map<string, Running>();
  /** How often it was tried in vain, and how often refused. */
  readonly #tries = new Map<string, { readonly count: number; readonly refusals: number }>();
  #cancelPause: (() => void) | undefined;

  constructor(context: Context, parts: FilesParts, door: Pick<FilesDoor, "blob" | "forget">) {
    this.#context = context;
    this.#parts = parts;
    this.#door = door;
    this.#slots = new Slots(context);
  }

  clear(): void {
    for (const { stop } of this.#running.values()) stop.abort();
    for (const map of [this.#running, this.#tries]) map.clear();
    this.#cancelPause?.();
    this.#slots.forget();
  }

  limit(): Promise<number> {
    return this.#slots.limit();
  }

  release(key: string): void {
    this.#tries.delete(key);
  }

  cancel(key: string): void {
    this.#running.get(key)?.stop.abort();
  }

  /** Sends what waits, as far as there is a connection. */
  go(): void {
    this.#cancelPause?.();
    for (const entry of this.#parts.outbox().withoutFile) {
      if (!this.#context.isOnline || this.#running.size >= AT_ONCE) return;
      if (!this.#running.has(entry.key)) void this.#run(entry);
    }
  }

  async #run({ key, peer, content }: QueuedMessage): Promise<void> {
    const stop = new AbortController();
    this.#running.set(key, { stop });
    try {
      const file = content.kind === "text" ? content.file : undefined;
      if (!file) throw new Refused("file-gone");
      const sent = file.url ? file : await this.#send(key, file, stop.signal);
      const told = serialize(fileSharing(sent));
      if (!stop.signal.aborted && this.#parts.outbox().uploaded(key, sent, told)) this.#door.forget(key);
    } catch (cause) {
      if (!stop.signal.aborted) this.#failed(key, peer, cause);
    } finally {
      if (this.#running.get(key)?.stop === stop) this.#running.delete(key);
      if (!this.#tries.has(key)) this.go();
    }
  }

  async #send(key: string, { progress: _, ...file }: SharedFile, signal: AbortSignal): Promise<SharedFile> {
    const blob = await this.#door.blob(key);
    if (!blob) throw new Refused("file-gone");
    const hash = await hashOf(blob);
    const slot = await this.#slots.ask(file.name, blob.size, file.type);
    signal.throwIfAborted();
    const headers = { ...(file.type && { "content-type": file.type }), ...slot.headers };
    const put = this.#parts.put ?? putByXhr;
    const status = await put({ url: slot.put, headers, blob, signal, onProgress: this.#reporter(key) });
    if (status >= 400 && status < 500) this.#countRefusal(key);
    if (status < 200 || status >= 300) throw new Error(`the store answered ${status}`);
    return { ...file, url: slot.get, ...(hash && { hash }) };
  }

  #reporter(key: string): (part: number) => void {
    let last = 0;
    return (part) => {
      const now = this.#context.clock.now();
      if (now - last < REPORT) return;
      last = now;
      this.#parts.outbox().progressed(key, part);
    };
  }

  // A slot may have run out, which the next one has not; a file that is refused each time is not wanted (XEP-0363 §7).
  #countRefusal(key: string): void {
    const { count, refusals } = this.#tries.get(key) ?? { count: 0, refusals: 0 };
    this.#tries.set(key, { count, refusals: refusals + 1 });
    if (refusals + 1 >= MAX_REFUSALS) throw new Refused("file-refused");
  }

  #failed(key: string, peer: string, cause: unknown): void {
    const reason = cause instanceof Refused ? cause.message : reasonOf(cause);
    if (reason) {
      this.#tries.delete(key);
      return this.#parts.outbox().failed(peer, key, reason);
    }
    const { count, refusals } = this.#tries.get(key) ?? { count: 0, refusals: 0 };
    this.#tries.set(key, { count: count + 1, refusals });
    // A connection that is gone comes back by itself, and tells us.
    if (cause instanceof ConnectionLost) return;
    this.#cancelPause?.();
    this.#cancelPause = this.#context.clock.after(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** count), () => this.go());
  }
}

/** Why a slot is refused for good, if so (XEP-0363 §6). */
function reasonOf(cause: unknown): string | undefined {
  if (!(cause instanceof StanzaFailure)) return undefined;
  if (cause.condition === "not-acceptable") return "file-too-large";
  if (cause.condition === "resource-constraint") return "file-quota";
  return cause.condition === "remote-server-timeout" ? undefined : "file-refused";
}

async function hashOf(blob: Blob): Promise<string | undefined> {
  if (blob.size > MAX_HASHED) return undefined;
  return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
}
