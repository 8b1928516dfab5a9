import type { IncomingMessage, ServerResponse } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import { StoreError } from "../../store/store.ts";
import type { Held, UploadParts } from "./hold.ts";
import { refuse } from "./refusal.ts";

/** Whoever sends nothing for so long is gone. */
const SILENCE = 30_000;

/** Keeps the body of a request, as `keep` does. False when it failed: the slot is given up, and all is said about it. */
export async function receive(
  parts: UploadParts,
  held: Held,
  request: IncomingMessage,
  response: ServerResponse,
  keep: (content: Readable) => Promise<void>,
): Promise<boolean> {
  if (request.headers.expect !== undefined) response.writeContinue();
  const { socket } = request;
  const onSilence = () => request.destroy(new Error("Nothing came for a long time."));
  const onLost = () => request.destroy(new Error("Somebody goes on with it."));
  socket.setTimeout(SILENCE).once("timeout", onSilence);
  if (held.lost.aborted) onLost();
  held.lost.addEventListener("abort", onLost);
  try {
    await keep(contentOf(request));
    return true;
  } catch (error) {
    // What there is no room for now is not half kept.
    if (isFull(error)) await parts.files.remove(held.upload.id);
    await held.giveUp();
    failed(parts, error, request, response);
    return false;
  } finally {
    socket.setTimeout(0).off("timeout", onSilence);
    held.lost.removeEventListener("abort", onLost);
  }
}

/** Says that the file is there. */
export async function complete(
  { files }: UploadParts,
  held: Held,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (await held.complete())
    return void response.writeHead(201, { "content-length": 0, "upload-complete": "?1" }).end();
  await files.remove(held.upload.id);
  refuse(request, response, 410, "It took too long, or its owner is gone.");
}

/** The body by itself: when that is let go of, the line stays for an answer. */
function contentOf(request: IncomingMessage): Readable {
  // Who keeps it hears of what breaks it, but may not have begun to read.
  const content = new PassThrough().on("error", () => undefined);
  if (request.destroyed) return content.destroy(new Error("The upload broke off."));
  request.once("error", (error) => content.destroy(error));
  request.once("close", () => request.complete || content.destroy(new Error("The upload broke off.")));
  return request.pipe(content);
}

function failed({ log }: UploadParts, error: unknown, request: IncomingMessage, response: ServerResponse): void {
  // Whoever broke off hears nothing.
  if (!request.complete && request.destroyed && !(error instanceof StoreError)) return;
  log.warn({ err: error }, "an upload failed");
  if (response.destroyed || response.headersSent) return;
  if (isFull(error)) return refuse(request, response, 507, "There is no room for it.");
  refuse(request, response, 503, "It cannot be kept now.", { "retry-after": "60" });
}

function isFull(error: unknown): boolean {
  return error instanceof StoreError && error.code === "full";
}
