import { Resolver } from "node:dns/promises";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

const MAX_URL = 2_048;
/** How long, in milliseconds, a push service has for its answer. */
const ANSWER_TIME = 10_000;
/** How long, in milliseconds, a name server has. */
const NAME_TIME = 3_000;

/** What never leads to a push service, but perhaps to what only this machine or its neighbours may reach (RFC 6890). */
const PRIVATE_V4 = listOf("ipv4", [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"],
  ...["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
]);
const GLOBAL_V6 = listOf("ipv6", ["2000::/3"]);
/** With an IPv4 address inside, or for documentation. */
const PRIVATE_V6 = listOf("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

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

export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE_V4.check(address);
  return GLOBAL_V6.check(address, "ipv6") && !PRIVATE_V6.check(address, "ipv6");
}

function listOf(family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", prefix] = range.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
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

/** The name is looked up here, and what it stands for checked, so that the address that is checked is the one that is used. */
const publicLookup: LookupFunction = (host, options, callback) => {
  void addressesOf(host).then((found) => {
    const [first, ...others] = found.filter(({ address }) => isPublic(address));
    if (!first) return callback(new Error("no public address"), "", 0);
    if (options.all) return callback(null, [first, ...others]);
    callback(null, first.address, first.family);
  });
};

/**
 * By DNS alone. The system's own look-up would take one of the few threads on which passwords are checked and files are read, for as long
 * as whoever owns the name lets it wait.
 */
async function addressesOf(host: string): Promise<{ readonly address: string; readonly family: number }[]> {
  const resolver = new Resolver({ timeout: NAME_TIME, tries: 2 });
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return found.flatMap((answer, i) =>
    answer.status === "rejected" ? [] : answer.value.map((address) => ({ address, family: i === 0 ? 4 : 6 })),
  );
}
