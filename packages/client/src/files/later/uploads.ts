import { fileSharing, serialize, toBase64 } from "@yonder/protocol";
import { ConnectionLost } from "../../connection.ts";
import type { Context } from "../../context.ts";
import { StanzaFailure } from "../../requests.ts";
import type { QueuedMessage } from "../../storage/storage.ts";
import type { SharedFile } from "../../types.ts";
import type { FilesDoor, FilesParts } from "../door.ts";
import type { Slot } from "../types.ts";
import { Attachments } from "./attachments.ts";
import { Place, StoreFailure } from "./place.ts";
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

/** What was in vain. */
interface Tries {
  /** Since more of it came than before. */
  readonly count: number;
  readonly refusals: number;
  /** Bytes that had come then. */
  readonly come: number;
}

/** It makes no sense to try again by ourselves. */
class Refused extends Error {}

/** Files of ours on their way to where others can have them (XEP-0363). A message leaves when its file is up. */
export class Uploads {
  readonly attachments: Attachments;
  readonly #context: Context;
  readonly #parts: FilesParts;
  readonly #door: Pick<FilesDoor, "blob" | "forget">;
  readonly #slots: Slots;
  readonly #place: Place;
  readonly #running = new Map<string, Running>();
  readonly #tries = new Map<string, Tries>();
  #cancelPause: (() => void) | undefined;

  constructor(context: Context, parts: FilesParts, door: Pick<FilesDoor, "blob" | "forget">, held: Map<string, Blob>) {
    this.attachments = new Attachments(context, { ...parts, held, forget: (key) => door.forget(key) });
    this.#context = context;
    this.#parts = parts;
    this.#door = door;
    this.#slots = new Slots(context);
    this.#place = new Place(parts.put ?? putByXhr);
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

  /** Nobody waits for it any longer, here and where it was put. */
  cancel({ key, content }: QueuedMessage): void {
    this.#running.get(key)?.stop.abort();
    if (content.kind !== "text" || !content.slot) return;
    // It goes by itself, some time later.
    this.#place
      .forget(content.slot)
      .catch((cause: unknown) => this.#context.log("an upload could not be ended", cause));
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
      const { file, slot } = content.kind === "text" ? content : {};
      if (!file) throw new Refused("file-gone");
      const sent = file.url ? file : await this.#send(key, file, slot, stop.signal);
      const told = serialize(fileSharing(sent));
      if (!stop.signal.aborted && this.#parts.outbox().uploaded(key, sent, told)) this.#door.forget(key);
    } catch (cause) {
      if (!stop.signal.aborted) this.#failed(key, peer, cause);
    } finally {
      if (this.#running.get(key)?.stop === stop) this.#running.delete(key);
      if (!this.#tries.has(key)) this.go();
    }
  }

  async #send(
    key: string,
    { progress: _, ...file }: SharedFile,
    former: Slot | undefined,
    signal: AbortSignal,
  ): Promise<SharedFile> {
    const blob = await this.#door.blob(key);
    if (!blob) throw new Refused("file-gone");
    const hash = await hashOf(blob);
    const come = former && (await this.#place.come(former, blob.size, signal));
    const slot = former && come !== undefined ? former : await this.#newSlot(key, file, blob.size);
    signal.throwIfAborted();
    if (come !== "all") {
      this.#wentOn(key, come ?? 0);
      await this.#place.send(slot, { blob, type: file.type, come: come ?? 0, signal }, this.#reporter(key));
    }
    return { ...file, url: slot.get, ...(hash && { hash }) };
  }

  async #newSlot(key: string, { name, type }: SharedFile, size: number): Promise<Slot> {
    const slot = await this.#slots.ask(name, size, type);
    this.#parts.outbox().placed(key, slot.isResumable ? slot : undefined);
    return slot;
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

  /** On a poor line, what comes bit by bit is not waited for longer and longer. */
  #wentOn(key: string, come: number): void {
    const tries = this.#tries.get(key);
    if (tries) this.#tries.set(key, { ...tries, come, count: come > tries.come ? 0 : tries.count });
  }

  #failed(key: string, peer: string, cause: unknown): void {
    const former = this.#tries.get(key) ?? { count: 0, refusals: 0, come: 0 };
    const isRefusal = cause instanceof StoreFailure && cause.isRefusal;
    const tries = { ...former, count: former.count + 1, refusals: former.refusals + Number(isRefusal) };
    const reason = tries.refusals >= MAX_REFUSALS ? "file-refused" : reasonOf(cause);
    if (reason) {
      this.#tries.delete(key);
      return this.#parts.outbox().failed(peer, key, reason);
    }
    this.#tries.set(key, tries);
    // A slot may have run out, which the next one has not; a file that is refused each time is not wanted (XEP-0363 §7).
    if (isRefusal) this.#parts.outbox().placed(key, undefined);
    // A connection that is gone comes back by itself, and tells us.
    if (cause instanceof ConnectionLost) return;
    this.#cancelPause?.();
    this.#cancelPause = this.#context.clock.after(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** former.count), () =>
      this.go(),
    );
  }
}

/** Why it makes no sense to try again by ourselves, if so (XEP-0363 §6). */
function reasonOf(cause: unknown): string | undefined {
  if (cause instanceof Refused) return cause.message;
  if (!(cause instanceof StanzaFailure)) return undefined;
  if (cause.condition === "not-acceptable") return "file-too-large";
  if (cause.condition === "resource-constraint") return "file-quota";
  return cause.condition === "remote-server-timeout" ? undefined : "file-refused";
}

async function hashOf(blob: Blob): Promise<string | undefined> {
  if (blob.size > MAX_HASHED) return undefined;
  return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())));
}
