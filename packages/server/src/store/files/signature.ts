import { createHash, createHmac } from "node:crypto";

/** What a request to S3 is signed with. */
export interface S3Keys {
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

/** A request as far as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Besides `host`, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, in hexadecimal digits, or UNSIGNED-PAYLOAD. */
  readonly payloadHash: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

/** All headers that a request needs, signed (AWS Signature Version 4, "Authorization header"). */
export function signedHeaders(request: SignedRequest, keys: S3Keys, now: Date): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    "x-amz-content-sha256": request.payloadHash,
    "x-amz-date": time,
  };
  const names = Object.keys(headers).toSorted();
  const scope = `${time.slice(0, 8)}/${keys.region}/s3/aws4_request`;
  const text = [ALGORITHM, time, scope, sha256(canonical(request, headers, names))].join("\n");
  const signature = createHmac("sha256", signingKey(keys, time.slice(0, 8)))
    .update(text)
    .digest("hex");
  const parts = [`Credential=${keys.keyId}/${scope}`, `SignedHeaders=${names.join(";")}`, `Signature=${signature}`];
  return { ...headers, authorization: `${ALGORITHM} ${parts.join(",")}` };
}

function canonical(
  { method, url, payloadHash }: SignedRequest,
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): string {
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`);
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join("&");
  const path = url.pathname.split("/").map((part) => encoded(decodeURIComponent(part)));
  return [method, path.join("/"), query, lines.join(""), names.join(";"), payloadHash].join("\n");
}

/** All but RFC 3986's unreserved characters is encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function signingKey({ region, secret }: S3Keys, day: string): Buffer {
  return [day, region, "s3", "aws4_request"].reduce<Buffer>(
    (key, part) => createHmac("sha256", key).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
