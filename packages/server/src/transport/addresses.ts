import { BlockList, isIP } from "node:net";

/** Addresses and CIDR ranges, for asking whether an address is among them. */
export class AddressRanges {
  readonly #list = new BlockList();

  constructor(ranges: readonly string[]) {
    for (const range of ranges) this.#add(range);
  }

  has(address: string): boolean {
    const family = isIP(address);
    return family !== 0 && this.#list.check(address, family === 6 ? "ipv6" : "ipv4");
  }

  #add(range: string): void {
    const [address = "", prefix] = range.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) this.#list.addAddress(address, family);
    else this.#list.addSubnet(address, Number(prefix), family);
  }
}

const LOOPBACK = new AddressRanges(["127.0.0.0/8", "::1"]);

export function isLoopbackAddress(address: string): boolean {
  return LOOPBACK.has(address);
}

/** An IPv4 address as IPv4, also where the socket listens on both families (`::ffff:192.0.2.1`). */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return "";
  const isMapped = address.startsWith("::ffff:") && isIP(address.slice(7)) === 4;
  return isMapped ? address.slice(7) : address;
}

/** Who a connection comes from. */
export interface Origin {
  readonly remoteAddress: string;
  readonly isSecure: boolean;
  readonly isLoopback: boolean;
}

/**
 * Who a request comes from: the peer itself, or, when that is a trusted proxy, whom it names. From the right of X-Forwarded-For
 * the first address that is no trusted proxy counts: what stands left of it anyone could have written.
 */
export function originOf(peer: string, headers: ForwardedHeaders, trusted: AddressRanges): Origin {
  if (!trusted.has(peer)) return { remoteAddress: peer, isSecure: false, isLoopback: isLoopbackAddress(peer) };
  const named = listOf(headers.forwardedFor).reverse().map(plainAddress);
  const remoteAddress = named.find((address) => isIP(address) !== 0 && !trusted.has(address)) ?? peer;
  const proto = listOf(headers.forwardedProto).at(-1);
  const isSecure = proto === undefined || proto === "https" || proto === "wss";
  return { remoteAddress, isSecure, isLoopback: isLoopbackAddress(remoteAddress) };
}

/** X-Forwarded-For and X-Forwarded-Proto. */
export interface ForwardedHeaders {
  readonly forwardedFor: string | readonly string[] | undefined;
  readonly forwardedProto: string | readonly string[] | undefined;
}

function listOf(header: string | readonly string[] | undefined): string[] {
  return String(header ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
