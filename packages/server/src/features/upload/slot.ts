import { type Element, NS, StanzaError, xml } from "@yonder/protocol";
import { uploadIdOf } from "../../store/upload-id.ts";
import type { UploadQuota } from "../../store/uploads.ts";
import type { Host } from "../feature.ts";
import type { ServiceIq } from "../service-iqs.ts";
import { quotaReached, readRequest } from "./request.ts";

/** XEP-0363 §8: how long an upload may take to begin. */
const SLOT_MS = 300_000;
const PROFILE_FILES = 16;

/**
 * A slot for a file: where to put it, and where it is to be had then (XEP-0363 §4).
 * @throws StanzaError as §6 says
 */
export async function answerRequest(host: Host, { payload, from }: ServiceIq): Promise<Element> {
  const owner = from.session?.account;
  // Guests have no account that would own it.
  if (!owner || from.jid.domain !== host.domain)
    throw new StanzaError("forbidden", "Only those who have an account here may upload files.");
  const now = new Date(host.clock.now());
  const { name, ...file } = readRequest(payload, host.config.limits, now);
  const token = host.randomId();
  const id = uploadIdOf(token);
  const slotUntil = new Date(now.getTime() + SLOT_MS);
  const reservation = await host.store.uploads.reserve(
    { id, owner: owner.id, name, slotUntil, ...file },
    quotaOf(host),
  );
  if (reservation.kind === "full") throw quotaReached(reservation.retryAt);
  const url = (key: string) => `${host.publicUrl()}/upload/${key}/${encodeURIComponent(name)}`;
  return xml(
    "slot",
    NS.upload,
    null,
    xml("put", NS.upload, { url: url(token) }),
    xml("get", NS.upload, { url: url(id) }),
  );
}

function quotaOf({ config: { limits } }: Host): UploadQuota {
  return { bytes: limits.uploadQuotaBytes, files: limits.uploadQuotaFiles, profileFiles: PROFILE_FILES };
}
