import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type S3Keys, signedHeaders } from "./signature.ts";

/** A bucket that believes nobody whose signature it cannot verify. */
export interface FakeS3 {
  readonly url: string;
  readonly keys: S3Keys;
  readonly objects: Map<string, Buffer>;
  /** Answered from now on, instead of doing anything. */
  refuseWith(status: number | undefined): void;
  close(): Promise<void>;
}

export async function startFakeS3(): Promise<FakeS3> {
  const keys = { region: "eu-test-1", keyId: "KEY", secret: "s3cret" };
  const objects = new Map<string, Buffer>();
  let refusal: number | undefined;
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const status = refusal ?? (isSigned(request, keys) ? undefined : 403);
    if (status !== undefined) return void response.writeHead(status).end("<Error><Code>No</Code></Error>");
    const chunks: Buffer[] = [];
    // A body that ends early is no object.
    for await (const chunk of request) chunks.push(chunk as Buffer);
    serve(objects, request, Buffer.concat(chunks), response);
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bucket`,
    keys,
    objects,
    refuseWith: (status) => {
      refusal = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serve(
  objects: Map<string, Buffer>,
  { method, url = "", headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
) {
  if (method === "PUT") objects.set(url, body);
  if (method === "PUT") return response.end();
  if (method === "DELETE") objects.delete(url);
  if (method === "DELETE") return response.writeHead(204).end();
  const object = objects.get(url);
  if (!object) return response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
  return response.writeHead(206).end(object.subarray(Number(first), Number(last) + 1));
}

/** The same request, signed with the keys that it should have been signed with, has the same signature. */
function isSigned({ method = "", url = "", headers }: IncomingMessage, keys: S3Keys): boolean {
  const [, names = ""] = /SignedHeaders=([^,]+),/.exec(headers.authorization ?? "") ?? [];
  const time = String(headers["x-amz-date"]).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const signed = names.split(";").filter((name) => !["host", "x-amz-content-sha256", "x-amz-date"].includes(name));
  const request = {
    method,
    url: new URL(url, `http://${headers.host}`),
    headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
    payloadHash: String(headers["x-amz-content-sha256"]),
  };
  return signedHeaders(request, keys, new Date(time)).authorization === headers.authorization;
}
