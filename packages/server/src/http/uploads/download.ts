import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Files } from "../../store/files/files.ts";
import type { Upload, Uploads } from "../../store/uploads.ts";
import { isKnown } from "../etag.ts";
import { rangeOf } from "./byte-range.ts";
import { contentDisposition, presentationOf } from "./media-type.ts";
import { refuse } from "./refusal.ts";

/** In seconds: an account that is removed takes its files along, so nobody keeps them for much longer. */
const CACHED = 86_400;
/** Whoever reads nothing for so long is gone. */
const READING_TIME = 60_000;
/** However slow the line: what takes longer can be gone on with, by a range. */
const DOWNLOAD_TIME = 3_600_000;

interface Parts {
  readonly uploads: Pick<Uploads, "find">;
  readonly files: Pick<Files, "open">;
  now(): number;
}

/** Serves a file, whole or in part, to whoever knows its id (XEP-0363 §2; RFC 9110). */
export async function download(
  parts: Parts,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const upload = await parts.uploads.find(id);
  if (!upload) return refuse(request, response, 404, "There is no such file.");
  const etag = `"${id}"`;
  setHeaders(response, upload, etag, parts.now());
  if (isKnown(request.headers["if-none-match"], etag)) return void response.writeHead(304).end();
  const range = wantedRange(request, etag, upload.size);
  if (range === "unsatisfiable")
    return refuse(request, response, 416, "It is not that long.", { "content-range": `bytes */${upload.size}` });
  const part = range === "whole" ? { first: 0, last: upload.size - 1 } : range;
  const content = request.method === "HEAD" ? "none" : await parts.files.open(id, part);
  if (content === undefined) return refuse(request, response, 404, "There is no such file.");
  response.setHeader("content-length", part.last - part.first + 1);
  if (range !== "whole") response.setHeader("content-range", `bytes ${part.first}-${part.last}/${upload.size}`);
  response.writeHead(range === "whole" ? 200 : 206);
  if (content === "none") return void response.end();
  response.setTimeout(READING_TIME, () => response.destroy());
  const late = setTimeout(() => response.destroy(), DOWNLOAD_TIME).unref();
  await pipeline(content, response).finally(() => clearTimeout(late));
}

function setHeaders(response: ServerResponse, { name, type, expiresAt }: Upload, etag: string, now: number): void {
  const { contentType, disposition } = presentationOf(type);
  const age = Math.max(0, Math.min(CACHED, Math.floor((expiresAt.getTime() - now) / 1000)));
  response.setHeader("content-type", contentType);
  response.setHeader("content-disposition", contentDisposition(disposition, name));
  response.setHeader("cache-control", `private, max-age=${age}, immutable`);
  response.setHeader("etag", etag);
  response.setHeader("accept-ranges", "bytes");
}

/** RFC 9110 §13.1.5: a part is of use only to who has the rest of the same file. */
function wantedRange({ headers, method }: IncomingMessage, etag: string, size: number) {
  const condition = headers["if-range"];
  if (method !== "GET" || (condition !== undefined && condition !== etag)) return "whole";
  return rangeOf(headers.range, size);
}
