import type { Put, PutRequest, Slot } from "../types.ts";

/** A file, of which so many bytes have come already. */
interface Sent {
  readonly blob: Blob;
  readonly type: string | undefined;
  readonly come: number;
  readonly signal: AbortSignal;
}

/** Somebody puts a file there, or more of it has come than was thought: it is asked again how much. */
const CONFLICT = 409;

/** The store is there, and did not take what it was given. */
export class StoreFailure extends Error {
  /** It will not take it either when it is asked once more. */
  readonly isRefusal: boolean;

  constructor(status: number) {
    super(`the store answered ${status}`);
    this.isRefusal = status >= 400 && status < 500 && status !== CONFLICT;
  }
}

/** Where a slot leads (XEP-0363 §7); what breaks off there is gone on with as draft-ietf-httpbis-resumable-upload says. */
export class Place {
  readonly #put: Put;

  constructor(put: Put) {
    this.#put = put;
  }

  /** How many bytes of a file have come; undefined when the slot is not known any longer. Rejects without an answer, or with none yet. */
  async come(slot: Slot, size: number, signal: AbortSignal): Promise<number | "all" | undefined> {
    const { status, header } = await this.#ask("HEAD", slot, { signal });
    if (status >= 500 || status === CONFLICT) throw new StoreFailure(status);
    if (status >= 300) return undefined;
    if (header("upload-complete") === "?1") return "all";
    const come = header("upload-offset") ?? "";
    return /^\d+$/.test(come) && Number(come) <= size ? Number(come) : undefined;
  }

  /** Sends a file, or the rest of it. Rejects with a StoreFailure, or without an answer. */
  async send(slot: Slot, { blob, type, come, signal }: Sent, onProgress: (part: number) => void): Promise<void> {
    const { size } = blob;
    const what = {
      signal,
      blob: come > 0 ? blob.slice(come) : blob,
      onProgress: (part: number) => onProgress((come + part * (size - come)) / size),
    };
    const last = slot.isResumable ? { "upload-complete": "?1" } : {};
    if (come > 0) onProgress(come / size);
    const { status } =
      come > 0
        ? await this.#ask("PATCH", slot, what, { ...last, ...PARTIAL, "upload-offset": String(come) })
        : await this.#ask("PUT", slot, what, { ...last, ...(type && { "content-type": type }) });
    if (status < 200 || status >= 300) throw new StoreFailure(status);
  }

  /** What has come is not needed any longer. */
  async forget(slot: Slot): Promise<void> {
    await this.#ask("DELETE", slot, { signal: new AbortController().signal });
  }

  #ask(
    method: PutRequest["method"],
    slot: Slot,
    what: Pick<PutRequest, "signal" | "blob" | "onProgress">,
    headers: PutRequest["headers"] = {},
  ) {
    return this.#put({ ...what, method, url: slot.put, headers: { ...headers, ...slot.headers } });
  }
}

const PARTIAL = { "content-type": "application/partial-upload" };
