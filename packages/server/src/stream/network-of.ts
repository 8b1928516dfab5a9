import { isIPv6 } from "node:net";

const GROUPS = 8;
/** Groups of 16 bits that a network has in common. */
const COMMON = 4;

/** What is counted as one address: of IPv6 a whole /64, since whoever has one address there has them all (RFC 6177). */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const left = groupsIn(head);
  const gap = tail === undefined ? 0 : GROUPS - left.length - groupsIn(tail).length;
  const all = [...left, ...Array.from({ length: gap }, () => "0"), ...groupsIn(tail ?? "")];
  const common = all.slice(0, COMMON).map((group) => Number.parseInt(group, 16).toString(16));
  return `${common.join(":")}::/64`;
}

/** The last may be an IPv4 address, which stands for two. */
function groupsIn(text: string): string[] {
  return text === "" ? [] : text.split(":").flatMap((group) => (group.includes(".") ? ["0", "0"] : [group]));
}
