import type { IncomingMessage, ServerResponse } from "node:http";
import { uploadIdOf } from "../../store/upload-id.ts";
import { hold, PART_MS, released, type UploadParts } from "./hold.ts";
import { essenceOf } from "./media-type.ts";
import { complete, receive } from "./receive.ts";
import { type Fault, refuse } from "./refusal.ts";
import { HELD, otherwise, stateOf, whyTaken } from "./slot-state.ts";
import { UPLOAD_TIME } from "./take.ts";

/** What the rest of a file is sent as. */
export const PARTIAL_UPLOAD = "application/partial-upload";

/** Some bytes of a file, as a request announces them. */
interface Piece {
  readonly from: number;
  readonly length: number;
  /** Nothing follows it. */
  readonly isLast: boolean;
}

/**
 * Tells how much of a file has come; false when there is no such slot (draft-ietf-httpbis-resumable-upload §4.3). What the draft uploads to and
 * its "upload resource" are one here: the slot's own address.
 */
export async function tellOffset(
  parts: UploadParts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const id = uploadIdOf(token);
  const slot = await released(parts, id, closing(response));
  if (!slot) return false;
  if (slot.state === "held") refuse(request, response, ...HELD);
  else {
    const isStored = slot.state === "stored";
    const offset = isStored ? slot.size : await parts.files.parts?.length(id);
    const age = Math.max(0, Math.floor((slot.expiresAt.getTime() - parts.now()) / 1000));
    const limits = { "upload-length": slot.size, "upload-limit": `max-size=${slot.size}, max-age=${age}` };
    response.writeHead(204, { ...stateOf(offset ?? 0, isStored), ...limits, "cache-control": "no-store" }).end();
  }
  return true;
}

/** Takes more of a file, from where it broke off (§4.4 of the draft). */
export async function append(
  parts: UploadParts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const place = parts.files.parts;
  const piece = place ? readPiece(request) : WHOLE_ALONE;
  if (!place || !("from" in piece)) return refuse(request, response, ...(piece as Fault));
  const id = uploadIdOf(token);
  const held = await hold(parts, id, PART_MS);
  if (!held) return refuse(request, response, ...(await whyTaken(parts, id)));
  const { size } = held.upload;
  const fault = faultOf(piece, await place.length(id), size);
  if (fault) {
    await held.giveUp();
    return refuse(request, response, ...fault);
  }
  const isKept = await receive(parts, held, request, response, async (content) => {
    await place.append(id, content, piece.from);
    if (piece.isLast) await place.finish(id, size);
  });
  if (!isKept) return;
  if (piece.isLast) return complete(parts, held, request, response);
  await held.giveUp();
  response.writeHead(204, stateOf(piece.from + piece.length, false)).end();
}

/** Forgets a slot, and what has come of its file (§4.5 of the draft). A file that is whole stays. */
export async function cancel(
  parts: UploadParts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = uploadIdOf(token);
  await released(parts, id, closing(response));
  const held = await hold(parts, id, UPLOAD_TIME);
  if (!held) return refuse(request, response, ...(await whyTaken(parts, id)));
  await parts.files.remove(id);
  await parts.uploads.forget([id]);
  await held.giveUp();
  response.writeHead(204).end();
}

const WHOLE_ALONE: Fault = [405, "Files come whole here.", { allow: "GET, HEAD, PUT, DELETE, OPTIONS" }];

function readPiece({ headers }: IncomingMessage): Piece | Fault {
  const { "content-type": type, "content-length": length } = headers;
  if (type === undefined || essenceOf(type) !== PARTIAL_UPLOAD)
    return [415, `A part is ${PARTIAL_UPLOAD}.`, { "accept-patch": PARTIAL_UPLOAD }];
  if (length === undefined) return [411, "An upload tells its length beforehand."];
  const [offset, isComplete] = [headers["upload-offset"], headers["upload-complete"]];
  // Structured fields (RFC 9651): an integer has at most 15 digits.
  if (typeof offset !== "string" || !/^\d{1,15}$/.test(offset)) return [400, "A part tells where it begins."];
  if (isComplete !== "?0" && isComplete !== "?1") return [400, "A part tells whether it is the last one."];
  return { from: Number(offset), length: Number(length), isLast: isComplete === "?1" };
}

function faultOf({ from, length, isLast }: Piece, come: number, size: number): Fault | undefined {
  if (from !== come) return otherwise(come);
  if (from + length > size) return [413, `The slot is for ${size} bytes.`];
  return isLast && from + length < size ? [400, `The slot is for ${size} bytes.`] : undefined;
}

/** Aborted when nobody waits for an answer any longer. */
function closing(response: ServerResponse): AbortSignal {
  const stop = new AbortController();
  response.once("close", () => stop.abort());
  return stop.signal;
}
