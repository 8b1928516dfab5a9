import type { Group, GroupMember } from "@yonder/client";
import { nameFromAddress, shortName } from "../../components/identity.ts";
import { formats, t } from "../../i18n/index.ts";
import type { Yonder } from "../../state/yonder.ts";

/** The name to show for somebody who belongs to a group, here or not. */
export function memberName(yonder: Yonder, { nick, address, isOwn }: GroupMember): string {
  if (isOwn) return nick || yonder.nameOf(yonder.address());
  const name = nick || nameFromAddress(address ?? "");
  return yonder.nameIn({ name, ...(address && { address }) });
}

/** "Amina, Tomasz, Misaki and 11 more" */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.length > most + 1 ? names.slice(0, most) : names;
  const rest = names.length - shown.length;
  const parts = shown.map(shortName);
  return formats().list(rest > 0 ? [...parts, t("andMore", { count: rest })] : parts);
}

/** The others in it. */
export function othersIn(yonder: Yonder, group: Group): readonly string[] {
  return group.members.filter(({ isOwn }) => !isOwn).map((member) => memberName(yonder, member));
}
