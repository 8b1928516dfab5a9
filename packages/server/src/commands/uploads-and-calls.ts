import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Config } from "../config/config.ts";
import { openFiles } from "../store/files/open.ts";
import { type Finding, right, warning, wrong } from "./finding.ts";

type Place = Pick<Config, "uploadFolder" | "uploadS3" | "dataDir" | "redisUrl">;

/** Whether files that people upload can be kept. Nothing is made in a folder: its owner is to be the node's user. */
export async function inspectUploads(place: Place): Promise<Finding> {
  if (place.uploadS3 !== undefined) return inspectBucket(place, new URL(place.uploadS3));
  if (place.uploadFolder === undefined && place.redisUrl !== undefined)
    return warning("uploads: none, since several nodes need upload_folder, which they share, or upload_s3");
  const folder = place.uploadFolder ?? join(place.dataDir, "uploads");
  const code = await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => error.code);
  if (code === undefined || code === "ENOENT") return right(`uploads: in ${folder}`);
  return wrong(`uploads: ${folder} cannot be written (${code})`);
}

/** TURN servers take no strangers. */
export function inspectCalls({
  externalServices,
  turnSecret,
}: Pick<Config, "externalServices" | "turnSecret">): Finding[] {
  if (externalServices.length === 0) return [];
  if (turnSecret === undefined && externalServices.some((uri) => /^turns?:/i.test(uri)))
    return [warning("calls: clients get no passwords for TURN, since there is no turn_secret")];
  return [right(`calls: ${externalServices.join(", ")}`)];
}

async function inspectBucket(place: Place, { host, pathname }: URL): Promise<Finding> {
  const name = `${host}${pathname.replace(/\/$/, "")}`;
  try {
    const files = openFiles(place);
    await files?.put(PROBE, Readable.from([Buffer.from("yonder")]), 6);
    const content = await files?.open(PROBE, { first: 0, last: 5 });
    await files?.remove(PROBE);
    if (content && (await text(content)) === "yonder") return right(`uploads: in the bucket ${name}`);
    return wrong(`uploads: the bucket ${name} does not give back what was put there`);
  } catch (error) {
    return wrong(`uploads: the bucket ${name} cannot be used: ${reasonOf(error)}`);
  }
}

/** Put, read and removed again. */
const PROBE = "yonder-check-0123456789";

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error ? cause.message : message;
}
