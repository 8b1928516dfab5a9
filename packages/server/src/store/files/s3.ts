import { type ClientRequest, type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestSecurely } from "node:https";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StoreError } from "../store-error.ts";
import type { ByteRange, Files } from "./files.ts";
import { type S3Keys, signedHeaders } from "./signature.ts";

export interface S3Options extends S3Keys {
  /** Of the bucket, or a folder in it, without a trailing slash. */
  readonly url: string;
  readonly now?: () => Date;
  /** How long nothing may happen on a connection: 30 s unless told. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 30_000;
/** TLS takes care of it; and a body of which the hash is wanted beforehand could not be passed on as it comes. */
const UNSIGNED = "UNSIGNED-PAYLOAD";
const KEPT_OF_ERRORS = 500;

/** Files in a bucket of S3, or what speaks like it. A PUT there keeps all of a body, or nothing. */
export function filesInS3(options: S3Options): Files {
  return {
    put: (id, content, size) => put(options, id, content, size),
    open: (id, part) => open(options, id, part),
    remove: (id) => remove(options, id),
    tidy: async () => undefined,
  };
}

async function put(options: S3Options, id: string, content: Readable, size: number): Promise<void> {
  const sent = start(options, "PUT", id, { "content-length": String(size) });
  // The answer may come before all is sent, as a refusal.
  const answer = sent.answer.then(assertDone);
  const [sending, answered] = await Promise.allSettled([pipeline(content, sent.body), answer]);
  if (answered.status === "rejected" && answered.reason instanceof Refusal) throw answered.reason.toStoreError();
  if (sending.status === "rejected") throw content.errored ?? unavailable(sending.reason);
  if (answered.status === "rejected") throw unavailable(answered.reason);
}

async function open(options: S3Options, id: string, { first, last }: ByteRange): Promise<Readable | undefined> {
  const { body, answer } = start(options, "GET", id, { range: `bytes=${first}-${last}` });
  body.end();
  const response = await answer.catch(unavailably);
  if (response.statusCode === 200 || response.statusCode === 206) return response;
  const refusal = await refusalOf(response);
  if (refusal.status === 404) return undefined;
  throw refusal.toStoreError();
}

async function remove(options: S3Options, id: string): Promise<void> {
  const { body, answer } = start(options, "DELETE", id, {});
  body.end();
  const response = await answer.catch(unavailably);
  if (response.statusCode === 404) return void response.resume();
  await assertDone(response).catch((error: unknown) => {
    throw error instanceof Refusal ? error.toStoreError() : unavailable(error);
  });
}

interface Started {
  readonly body: ClientRequest;
  readonly answer: Promise<IncomingMessage>;
}

function start(options: S3Options, method: string, id: string, extra: Readonly<Record<string, string>>): Started {
  const url = new URL(`${options.url}/${id}`);
  const { "content-length": length = "0", ...headers } = extra;
  const signed = signedHeaders({ method, url, headers, payloadHash: UNSIGNED }, options, options.now?.() ?? new Date());
  const send = url.protocol === "https:" ? requestSecurely : requestPlain;
  const body = send(url, { method, headers: { ...signed, "content-length": length } });
  body.setTimeout(options.silenceMs ?? SILENCE_MS, () => body.destroy(new Error("S3 is silent.")));
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    body.once("response", resolve).on("error", reject);
  });
  // Whoever waits for it may be waiting for something else first.
  answer.catch(() => undefined);
  return { body, answer };
}

/** S3 has said no. */
class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: number, text: string) {
    super(`S3 answered ${status}: ${text}`);
    this.status = status;
  }

  toStoreError(): StoreError {
    return this.status === 507
      ? new StoreError("full", "There is no room for the file.", { cause: this })
      : unavailable(this);
  }
}

async function assertDone(response: IncomingMessage): Promise<void> {
  if (response.statusCode === undefined || response.statusCode >= 300) throw await refusalOf(response);
  response.resume();
}

async function refusalOf(response: IncomingMessage): Promise<Refusal> {
  let text = "";
  for await (const chunk of response) if (text.length < KEPT_OF_ERRORS) text += String(chunk);
  return new Refusal(response.statusCode ?? 0, text.slice(0, KEPT_OF_ERRORS));
}

function unavailably(error: unknown): never {
  throw unavailable(error);
}

function unavailable(cause: unknown): StoreError {
  return new StoreError("unavailable", "S3 cannot be used.", { cause });
}
