import type { PutAnswer, PutRequest } from "../types.ts";

/** An upload that makes no way for so long, ms, is tried again. */
const SILENCE = 30_000;

/** The part of XMLHttpRequest that is used: `fetch` does not tell how far it came. */
interface Xhr {
  readonly status: number;
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null };
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getResponseHeader(name: string): string | null;
  send(blob?: Blob): void;
  abort(): void;
}

declare const XMLHttpRequest: new () => Xhr;

export function putByXhr({ method, url, headers, blob, signal, onProgress }: PutRequest): Promise<PutAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PutAnswer>();
  const xhr = new XMLHttpRequest();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const abort = () => xhr.abort();
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(abort, SILENCE);
  };
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  };
  xhr.upload.onprogress = ({ loaded, total }) => {
    heard();
    if (total > 0) onProgress?.(loaded / total);
  };
  xhr.onload = () => resolve({ status: xhr.status, header: (name) => xhr.getResponseHeader(name) ?? undefined });
  xhr.onerror = xhr.onabort = () => reject(new Error("the upload broke"));
  xhr.open(method, url);
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  signal.addEventListener("abort", abort);
  heard();
  xhr.send(blob);
  return promise.finally(end);
}
