import type { EngineApi, InvitationNotice } from "@yonder/client";
import { go } from "../../state/route.ts";
import { type KeptTalk, keptTalk } from "./kept-talk.ts";

/** What waits for a newcomer behind an invitation. */
export interface Arrival {
  readonly notice: InvitationNotice | undefined;
  /** What they wrote as a guest, in this browser, with who invites them. */
  readonly talk: KeptTalk | undefined;
}

export async function askForArrival(engine: EngineApi, token: string): Promise<Arrival> {
  const notice = await engine.links.readInvitation(token);
  return { notice, talk: notice?.from && isGroup(notice) !== true ? keptTalk(notice.from) : undefined };
}

/** A guest who stays is told no group. */
export function isGroup({ to, title }: InvitationNotice): boolean {
  return Boolean(to && title);
}

/** With the new account: into the group, or the conversation that goes on. */
export async function arrive(engine: EngineApi, { notice, talk }: Arrival, name: string): Promise<void> {
  if (!notice?.from) return;
  if (talk) {
    await engine.links.adopt(notice.from, talk.messages);
    talk.forget();
  }
  const { to } = notice;
  if (to && isGroup(notice)) {
    await (await engine.groups.actions()).join(to, name);
    return go({ pane: "chat", peer: to, hasDetails: false }, { replace: true });
  }
  go({ pane: "chat", peer: notice.from, hasDetails: false }, { replace: true });
}
