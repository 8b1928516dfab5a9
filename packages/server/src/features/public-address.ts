import { Resolver } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** How long, in milliseconds, a name server has. */
const NAME_TIME = 3_000;

/** What only this machine or its neighbours may reach, or what is nobody's (RFC 6890). */
const PRIVATE_V4 = listOf("ipv4", [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"],
  ...["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
]);
/** All that is routed in the open: none that is mapped, translated (NAT64), of this link or this site, or for groups. */
const GLOBAL_V6 = listOf("ipv6", ["2000::/3"]);
/** With an IPv4 address inside (6to4, Teredo), or for documentation. */
const PRIVATE_V6 = listOf("ipv6", ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

/** Whether an IP address is one that everybody on the Internet could reach as well as we. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !PRIVATE_V4.check(address);
  if (family === 0 || address.includes("%")) return false;
  return GLOBAL_V6.check(address, "ipv6") && !PRIVATE_V6.check(address, "ipv6");
}

/**
 * A look-up for a socket, by DNS alone, that knows only addresses that may be reached: what is checked here is what is connected to.
 * `servers`: name servers to ask instead of the system's.
 */
export function lookupAmong(mayReach: (address: string) => boolean, servers?: readonly string[]): LookupFunction {
  return (host, options, callback) => {
    void addressesOf(host, servers).then((found) => {
      const [first, ...others] = found.filter(({ address }) => mayReach(address));
      if (!first) return callback(new Error("no public address"), "", 0);
      if (options.all) return callback(null, [first, ...others]);
      callback(null, first.address, first.family);
    });
  };
}

/**
 * The system's own look-up would take one of the few threads on which passwords are checked and files are read, for as long as whoever
 * owns the name lets it wait.
 */
async function addressesOf(
  host: string,
  servers: readonly string[] | undefined,
): Promise<{ readonly address: string; readonly family: number }[]> {
  const resolver = new Resolver({ timeout: NAME_TIME, tries: 2 });
  if (servers) resolver.setServers(servers);
  const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  return found.flatMap((answer, i) =>
    answer.status === "rejected" ? [] : answer.value.map((address) => ({ address, family: i === 0 ? 4 : 6 })),
  );
}

function listOf(family: "ipv4" | "ipv6", ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", prefix] = range.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
