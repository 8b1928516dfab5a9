import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { isPublic, lookupAmong } from "../public-address.ts";

const MAX_URL = 2_048;
const MAX_REDIRECTS = 3;
/** Of all headers of an answer, in bytes. */
const MAX_HEADERS = 16_384;

/** Where a visit may lead. */
export interface Reach {
  mayReach(address: string): boolean;
  /** As it stands in a URL: "" is the usual one, 80 or 443. */
  mayUse(port: string): boolean;
  /** Looks names up; gives only addresses that may be reached. */
  readonly lookup: LookupFunction;
}

/** The open Internet, by its usual ports. */
export const openWeb: Reach = {
  mayReach: isPublic,
  mayUse: (port) => port === "",
  lookup: lookupAmong(isPublic),
};

/** What is fetched. */
export interface Wanted {
  readonly accept: string;
  /** Media types that are read, in lower case and without parameters. */
  readonly types: readonly string[];
  /** No more is read, before and after it is unpacked. */
  readonly bytes: number;
}

export interface Visited {
  /** After all redirects. */
  readonly url: URL;
  readonly type: string;
  /** Of a text, if it is said. */
  readonly charset: string | undefined;
  readonly body: Buffer;
  /** `body` is all there is. */
  readonly isWhole: boolean;
}

/** There is nothing to be had there, or it is a place where nobody is sent. */
export class NotVisited extends Error {}

/**
 * Fetches what is at a public address, as somebody who is nobody: no cookies, no credentials, no referrer. Throws {@link NotVisited},
 * or whatever the network has to say. `signal` ends it.
 */
export async function visit(url: URL, wanted: Wanted, reach: Reach, signal: AbortSignal): Promise<Visited> {
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (!mayVisit(at, reach)) throw new NotVisited("not a public place");
    const response = await get(at, wanted.accept, reach, signal);
    const next = redirectOf(response, at);
    if (!next) return read(response, at, wanted);
    response.destroy();
    // Whoever asked by TLS is not sent where everybody can listen.
    if (at.protocol === "https:" && next.protocol !== "https:") throw new NotVisited("redirected out of TLS");
    at = next;
  }
  throw new NotVisited("redirected too often");
}

/**
 * Whether anybody may be sent there. Numbers in a host's place are addresses by now, however they were written: a URL has them in one
 * form, 127.0.0.1 for 2130706433, 0x7f.1 and 0177.0.0.1.
 */
export function mayVisit(url: URL, { mayReach, mayUse }: Reach): boolean {
  if (url.href.length > MAX_URL || (url.protocol !== "https:" && url.protocol !== "http:")) return false;
  if (url.username !== "" || url.password !== "" || !mayUse(url.port)) return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? isPublicName(host) : mayReach(host);
}

/** Names of which only this machine or its network know what they mean (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const PRIVATE_NAMES =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|arpa|onion|alt|test|invalid)$/;

function isPublicName(host: string): boolean {
  const name = host.replace(/\.$/, "");
  return name.includes(".") && !PRIVATE_NAMES.test(name);
}

/** The very addresses that the look-up has checked are those that are connected to; it happens anew for each request. */
function get(url: URL, accept: string, { lookup }: Reach, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  const headers = { Accept: accept, "Accept-Encoding": "gzip, br", "User-Agent": AGENT };
  const sent = request(url, { headers, lookup, signal, agent: false, maxHeaderSize: MAX_HEADERS });
  sent.on("error", reject);
  sent.on("response", resolve);
  sent.end();
  return promise;
}

const AGENT = "Mozilla/5.0 (compatible; Yonder link preview; asked for by a person)";

function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const { location = "" } = headers;
  if (location === "" || !URL.canParse(location, from.href)) throw new NotVisited("redirected to nowhere");
  return new URL(location, from);
}

async function read(response: IncomingMessage, url: URL, { types, bytes }: Wanted): Promise<Visited> {
  const [type = "", ...parameters] = (response.headers["content-type"] ?? "").toLowerCase().split(";");
  if (response.statusCode !== 200 || !types.includes(type.trim())) {
    response.destroy();
    throw new NotVisited("nothing to be read there");
  }
  const charset = parameters.map((text) => /^\s*charset\s*=\s*"?([\w:-]+)/.exec(text)?.[1]).find(Boolean);
  return { url, type: type.trim(), charset, ...(await gather(unpacked(response, bytes), bytes)) };
}

/** Stops at so many bytes, and lets go of where they come from. */
async function gather(source: Readable, most: number): Promise<{ body: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > most) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, most), isWhole: size <= most };
}

/** What is packed small may be large: neither side of it may have more than `most` bytes. */
function unpacked(response: IncomingMessage, most: number): Readable {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return response;
  const make = UNPACKERS.get(encoding);
  if (!make) {
    response.destroy();
    throw new NotVisited("packed in an unknown way");
  }
  // Whoever reads the end learns what went wrong on the way.
  return pipeline(Readable.from(atMost(response, most)), make(), () => undefined);
}

const UNPACKERS: ReadonlyMap<string, () => NodeJS.ReadWriteStream & Readable> = new Map([
  ["gzip", () => createGunzip()],
  ["x-gzip", () => createGunzip()],
  ["deflate", () => createInflate()],
  ["br", () => createBrotliDecompress()],
]);

async function* atMost(source: Readable, most: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += (chunk as Buffer).length;
    if (size > most) return;
    yield chunk as Buffer;
  }
}
