import { type Element, formatDateTime, NS, parseDateTime, StanzaError, xml } from "@yonder/protocol";
import type { Limits } from "../../config/config.ts";
import type { UploadPurpose } from "../../store/uploads.ts";

/** What a client asks for (XEP-0363 §4 and §5). */
export interface SlotRequest {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Media type without parameters, in lower case. */
  readonly type: string | undefined;
  readonly purpose: UploadPurpose;
  readonly keptUntil: Date;
}

export const PURPOSES = ["message", "ephemeral", "profile"] as const satisfies readonly UploadPurpose[];

const DAY_MS = 24 * 3600 * 1000;
/** §5.2: smaller than others, and kept for longer. */
const PROFILE_BYTES = 2_097_152;
const PROFILE_DAYS = 10 * 365;
/** What file systems and URLs bear. */
const NAME_CHARACTERS = 100;
const TYPE_CHARACTERS = 100;

/** In bytes. What no quota has room for is too large by itself. */
export function largestFile({ uploadBytes, uploadQuotaBytes }: Limits): number {
  return Math.min(uploadBytes, uploadQuotaBytes);
}

/** @throws StanzaError for what is malformed, or more than we take (§6) */
export function readRequest(request: Element, limits: Limits, now: Date): SlotRequest {
  const [purpose, expiry] = readPurpose(request, now);
  const size = readSize(request.attr("size"), purpose === "profile" ? PROFILE_BYTES : largestFile(limits));
  const days = purpose === "profile" ? PROFILE_DAYS : limits.uploadDays;
  const latest = new Date(now.getTime() + days * DAY_MS);
  return {
    name: readName(request.attr("filename")),
    size,
    type: readType(request.attr("content-type")),
    purpose,
    keptUntil: expiry && expiry < latest ? expiry : latest,
  };
}

/** §6: a temporary refusal. */
export function quotaReached(retryAt: Date): StanzaError {
  const extra = xml("retry", NS.upload, { stamp: formatDateTime(retryAt) });
  return new StanzaError("resource-constraint", "You have no room for more files now.", { extra });
}

function readPurpose(request: Element, now: Date): [UploadPurpose, Date | undefined] {
  const element = request.elements().find(({ ns }) => ns === NS.uploadPurpose);
  if (!element) return ["message", undefined];
  const purpose = PURPOSES.find((known) => known === element.name);
  if (!purpose) throw new StanzaError("feature-not-implemented", "Files for this purpose are not kept here.");
  if (purpose !== "ephemeral") return [purpose, undefined];
  const expiry = parseDateTime(element.attr("expire-before") ?? "");
  if (!expiry || expiry <= now) throw new StanzaError("bad-request", "A file must expire in the future.");
  return [purpose, expiry];
}

function readSize(text: string | undefined, most: number): number {
  if (!/^[1-9]\d*$/.test(text ?? "")) throw new StanzaError("bad-request", "There is no size.");
  const size = Number(text);
  if (size <= most) return size;
  const extra = xml("file-too-large", NS.upload, null, xml("max-file-size", NS.upload, null, String(most)));
  throw new StanzaError("not-acceptable", `File too large. The maximum file size is ${most} bytes.`, { extra });
}

/** Its end is what matters (§4), and nothing that could mean a path. */
function readName(text: string | undefined): string {
  const name = [
    ...(text ?? "")
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}/\\]/gu, "_")
      .trim(),
  ]
    .slice(-NAME_CHARACTERS)
    .join("");
  if (name === "") throw new StanzaError("bad-request", "There is no file name.");
  return /^\.+$/.test(name) ? "file" : name;
}

function readType(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const type = mediaType(text);
  if (type === undefined || type.length > TYPE_CHARACTERS)
    throw new StanzaError("bad-request", "That is no content-type.");
  return type;
}

/** RFC 9110 §8.3.1, without parameters. */
function mediaType(text: string): string | undefined {
  const essence = (text.split(";", 1)[0] ?? "").trim().toLowerCase();
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(essence) ? essence : undefined;
}
