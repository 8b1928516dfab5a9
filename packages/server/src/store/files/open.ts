import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import type { Files } from "./files.ts";
import { filesInFolder } from "./folder.ts";
import { filesInS3 } from "./s3.ts";

type Place = Pick<Config, "uploadFolder" | "uploadS3" | "dataDir" | "redisUrl">;

const DEFAULT_REGION = "us-east-1";

/** Where uploads are kept; undefined where there are several nodes, and no place that they share. */
export function openFiles({ uploadFolder, uploadS3, dataDir, redisUrl }: Place): Files | undefined {
  if (uploadS3 !== undefined) return openBucket(new URL(uploadS3));
  if (uploadFolder !== undefined) return filesInFolder(uploadFolder);
  return redisUrl === undefined ? filesInFolder(join(dataDir, "uploads")) : undefined;
}

function openBucket(address: URL): Files {
  return filesInS3({
    url: `${address.origin}${address.pathname.replace(/\/$/, "")}`,
    region: address.searchParams.get("region") ?? DEFAULT_REGION,
    keyId: decodeURIComponent(address.username),
    secret: decodeURIComponent(address.password),
  });
}
