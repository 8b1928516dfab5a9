import type { EngineApi, Message } from "@yonder/client";
import { createMemo } from "solid-js";
import { createLoaded } from "../../../state/loaded.ts";

/** Files of ours that are on this page: they are not fetched to be shown. */
const MOST = 40;

const urls = new Map<string, string>();

export function keepLocal(key: string, blob: Blob): string {
  const url = URL.createObjectURL(blob);
  urls.set(key, url);
  for (const [oldest, gone] of urls) {
    if (urls.size <= MOST) break;
    URL.revokeObjectURL(gone);
    urls.delete(oldest);
  }
  return url;
}

/** Where the page has a message's file from: here, while it is not up or was sent a moment ago. */
export function createSource(engine: EngineApi, message: () => Message): () => string | undefined {
  const waiting = createMemo(() => (message().file?.url === "" ? message().key : ""));
  const load = async (key: string) => {
    const blob = urls.has(key) ? undefined : await engine.files.blob(key);
    return blob && (urls.get(key) ?? keepLocal(key, blob));
  };
  const [kept] = createLoaded(() => (waiting() ? load(waiting()) : undefined));
  return () => urls.get(message().key) ?? (message().file?.url || kept());
}
