import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP } from "node:net";
import { isPublic, lookupAmong } from "../public-address.ts";

const MAX_URL = 2_048;
/** How long, in milliseconds, a push service has for its answer. */
const ANSWER_TIME = 10_000;
/** What is checked is what is connected to. */
const publicLookup = lookupAmong(isPublic);

/** Where a browser wants to be told. Undefined: not a place to which a server may be sent by anybody. */
export function endpointOf(text: string, allowsPrivate: boolean): URL | undefined {
  if (text.length > MAX_URL || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "" || url.hash !== "") return undefined;
  if (allowsPrivate) return url.protocol === "https:" || url.protocol === "http:" ? url : undefined;
  if (url.protocol !== "https:" || url.port !== "") return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) !== 0 && !isPublic(host) ? undefined : url;
}

export interface Answer {
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

/** Posts to an endpoint: no redirects, nothing read of the answer, and only to public addresses. Rejects when it cannot be reached. */
export function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  allowsPrivate: boolean,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  const signal = AbortSignal.timeout(ANSWER_TIME);
  const options = { method: "POST", headers, signal, agent: false, ...(!allowsPrivate && { lookup: publicLookup }) };
  const sent = request(url, options, (response) => {
    resolve(answerOf(response));
    response.destroy();
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

function answerOf({ statusCode = 0, headers }: IncomingMessage): Answer {
  const seconds = Number(headers["retry-after"]);
  return { status: statusCode, retryAfter: Number.isFinite(seconds) ? seconds : undefined };
}
