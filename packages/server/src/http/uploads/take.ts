import type { IncomingMessage, ServerResponse } from "node:http";
import { uploadIdOf } from "../../store/upload-id.ts";
import type { Upload } from "../../store/uploads.ts";
import { hold, PART_MS, type UploadParts } from "./hold.ts";
import { essenceOf } from "./media-type.ts";
import { complete, receive } from "./receive.ts";
import { type Fault, refuse } from "./refusal.ts";
import { NO_SLOT, otherwise, whyTaken } from "./slot-state.ts";

/** However slow the line: a request that takes longer is given up. */
export const UPLOAD_TIME = 3_600_000;

/**
 * Takes the file that a slot is for, exactly as long as was said, and of the type that was said (XEP-0363 §7). Who says "Upload-Complete: ?1" may
 * go on with it when it breaks off (draft-ietf-httpbis-resumable-upload §4.2).
 */
export async function take(
  parts: UploadParts,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers["content-length"] === undefined)
    return refuse(request, response, 411, "An upload tells its length beforehand.");
  const { files } = parts;
  const place = request.headers["upload-complete"] === "?1" ? files.parts : undefined;
  const id = uploadIdOf(token);
  const held = await hold(parts, id, place ? PART_MS : UPLOAD_TIME);
  if (!held) return refuse(request, response, ...(place ? await whyTaken(parts, id) : NO_SLOT));
  const { size } = held.upload;
  // COMPAT: Chromium sends a request again by itself when a connection that it used before is reset: that is not to undo what has come.
  const come = await place?.length(id);
  const fault = faultOf(held.upload, request) ?? (come ? otherwise(come) : undefined);
  if (fault) {
    await held.giveUp();
    return refuse(request, response, ...fault);
  }
  const isKept = await receive(parts, held, request, response, async (content) => {
    if (!place) return files.put(id, content, size);
    await place.append(id, content, 0);
    await place.finish(id, size);
  });
  if (isKept) await complete(parts, held, request, response);
}

function faultOf({ size, type }: Upload, { headers }: IncomingMessage): Fault | undefined {
  const length = Number(headers["content-length"]);
  if (length > size) return [413, `The slot is for ${size} bytes.`];
  if (length !== size) return [400, `The slot is for ${size} bytes.`];
  const given = headers["content-type"];
  const isOther = type !== undefined && given !== undefined && essenceOf(given) !== type;
  return isOther ? [415, `The slot is for ${type}.`] : undefined;
}
