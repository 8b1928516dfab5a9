import type { Hit, Message } from "@yonder/client";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { openChat } from "../../../state/route.ts";
import type { Yonder } from "../../../state/yonder.ts";
import { savePlace } from "../../chat/scroll-place.ts";
import { jumpTo } from "../../extras/later/jump.ts";

/** How far below the edge a message comes to stand, px, until it is brought to the middle. */
const BELOW = 160;

/** Leads to a message that was found, however long ago it was written. */
export async function openHit({ engine }: Yonder, { message, of }: Hit): Promise<void> {
  const { peer, key, archiveId, at } = message;
  const isWanted = (one: Message) =>
    of === undefined ? one.key === key : [one.id, one.originId, one.archiveId].includes(of);
  if (!engine.history(peer).some(isWanted)) await (await engine.past.search()).visit(peer, { archiveId, at });
  savePlace(peer, { key, offset: BELOW });
  openChat(peer);
  await jumpTo(isWanted, peer);
}

/** Leads to the first message of a day, or the first one after it. */
export async function openDay({ engine }: Yonder, peer: string, at: number): Promise<void> {
  const isThere = await (await engine.past.search()).visit(peer, { at });
  const first = isThere ? engine.history(peer).find((message) => message.at >= at) : undefined;
  if (!first) return announce(t("nothingSince"));
  savePlace(peer, { key: first.key, offset: BELOW });
  openChat(peer);
  await jumpTo(({ key }) => key === first.key, peer);
}
