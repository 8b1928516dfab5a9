import type { IncomingMessage, ServerResponse } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import type { Files } from "../../store/files/files.ts";
import { StoreError } from "../../store/store.ts";
import { uploadIdOf } from "../../store/upload-id.ts";
import type { Upload, Uploads } from "../../store/uploads.ts";
import type { Log } from "../../stream/node-port.ts";
import { essenceOf } from "./media-type.ts";
import { refuse } from "./refusal.ts";

/** However slow the line: what takes longer is given up. */
export const UPLOAD_TIME = 3_600_000;
/** Whoever sends nothing for so long is gone. */
const SILENCE = 30_000;
/** XEP-0363 §8: in which an upload that failed may be tried again. */
const RETRY_TIME = 300_000;

interface Parts {
  readonly uploads: Uploads;
  readonly files: Files;
  readonly log: Log;
  now(): number;
}

/** Takes the file that a slot is for, exactly as long as was said, and of the type that was said (XEP-0363 §7). */
export async function take(
  parts: Parts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers["content-length"] === undefined)
    return refuse(request, response, 411, "An upload tells its length beforehand.");
  const id = uploadIdOf(token);
  const upload = await parts.uploads.begin(id, new Date(parts.now() + UPLOAD_TIME));
  // Not a word about what has become of a slot.
  if (!upload) return refuse(request, response, 403, "There is no such slot, or no more.");
  const fault = faultOf(upload, request);
  if (fault) {
    await giveUp(parts, id);
    return refuse(request, response, ...fault);
  }
  if (await keep(parts, upload, request, response)) await complete(parts, id, request, response);
}

function faultOf({ size, type }: Upload, { headers }: IncomingMessage): [status: number, text: string] | undefined {
  const length = Number(headers["content-length"]);
  if (length > size) return [413, `The slot is for ${size} bytes.`];
  if (length !== size) return [400, `The slot is for ${size} bytes.`];
  const given = headers["content-type"];
  const isOther = type !== undefined && given !== undefined && essenceOf(given) !== type;
  return isOther ? [415, `The slot is for ${type}.`] : undefined;
}

/** False when it failed, and all is said about it. */
async function keep(
  parts: Parts,
  { id, size }: Upload,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.headers.expect !== undefined) response.writeContinue();
  const { socket } = request;
  const onSilence = () => request.destroy(new Error("Nothing came for a long time."));
  socket.setTimeout(SILENCE).once("timeout", onSilence);
  try {
    await parts.files.put(id, contentOf(request), size);
    return true;
  } catch (error) {
    await giveUp(parts, id);
    failed(parts, error, request, response);
    return false;
  } finally {
    socket.setTimeout(0).off("timeout", onSilence);
  }
}

/** The body by itself: when that is let go of, the line stays for an answer. */
function contentOf(request: IncomingMessage): Readable {
  const content = new PassThrough();
  request.once("error", (error) => content.destroy(error));
  request.once("close", () => request.complete || content.destroy(new Error("The upload broke off.")));
  return request.pipe(content);
}

function failed({ log }: Parts, error: unknown, request: IncomingMessage, response: ServerResponse): void {
  // Whoever broke off hears nothing.
  if (!request.complete && request.destroyed && !(error instanceof StoreError)) return;
  log.warn({ err: error }, "an upload failed");
  if (response.destroyed || response.headersSent) return;
  const isFull = error instanceof StoreError && error.code === "full";
  if (isFull) return refuse(request, response, 507, "There is no room for it.");
  refuse(request, response, 503, "It cannot be kept now.", { "retry-after": "60" });
}

async function complete(parts: Parts, id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (await parts.uploads.complete(id)) return void response.writeHead(201, { "content-length": 0 }).end();
  await parts.files.remove(id);
  refuse(request, response, 410, "It took too long, or its owner is gone.");
}

function giveUp({ uploads, now }: Parts, id: string): Promise<void> {
  return uploads.giveUp(id, new Date(now() + RETRY_TIME));
}
