import type { Group, GroupMember } from "@yonder/client";
import { nameFromAddress, shortName } from "../../components/identity.ts";
import { formats, t } from "../../i18n/index.ts";
import type { Yonder } from "../../state/yonder.ts";

const MOST_NAMED = 3;

/** The name to show for somebody who belongs to a group, here or not. */
export function memberName(yonder: Yonder, { nick, address, isOwn }: GroupMember): string {
  if (isOwn) return nick || yonder.nameOf(yonder.address());
  const name = nick || nameFromAddress(address ?? "");
  return yonder.nameIn({ name, ...(address && { address }) });
}

/** "Amina, Tomasz, Misaki and 11 more"; `count`: how many there are, where not all are named. */
export function listed(names: readonly string[], most = MOST_NAMED, count = names.length): string {
  const shown = count > most + 1 ? names.slice(0, most) : names;
  const rest = count - shown.length;
  const parts = shown.map(shortName);
  return formats().list(rest > 0 ? [...parts, t("andMore", { count: rest })] : parts);
}

/** The others in it, as many as are named; "" if there are none. */
export function listedOthers(yonder: Yonder, { members }: Group): string {
  const others = members.filter(({ isOwn }) => !isOwn);
  const names = others.slice(0, MOST_NAMED + 1).map((member) => memberName(yonder, member));
  return listed(names, MOST_NAMED, others.length);
}
