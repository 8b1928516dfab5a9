import type { EngineApi, GuestPass, InvitationNotice } from "@yonder/client";
import { go } from "../../state/route.ts";
import { readInvitation } from "./guest-pass.ts";
import { type KeptTalk, keptTalk, withoutInvitations } from "./kept-talk.ts";

/** What waits for a newcomer behind an invitation. */
export interface Arrival {
  readonly notice: InvitationNotice | undefined;
  /** What they wrote as a guest, in this browser, with who invites them. */
  readonly talk: KeptTalk | undefined;
  /** They come from a widget: the server has what they wrote. */
  readonly pass: GuestPass | undefined;
}

export async function askForArrival(engine: EngineApi, fragment: string): Promise<Arrival> {
  const { token, pass } = readInvitation(fragment);
  const notice = await engine.links.readInvitation(token);
  const isToStay = notice?.from !== undefined && !isGroup(notice);
  return {
    notice,
    talk: isToStay ? keptTalk(notice.from) : undefined,
    // An invitation for somebody else says nothing about them.
    pass: isToStay && pass?.address === notice.to ? pass : undefined,
  };
}

/** A guest who stays is told no group. */
export function isGroup({ to, title }: InvitationNotice): boolean {
  return Boolean(to && title);
}

/** With the new account: into the group, or the conversation that goes on. */
export async function arrive(engine: EngineApi, { notice, talk, pass }: Arrival, name: string): Promise<void> {
  if (!notice?.from) return;
  if (talk) {
    await engine.links.adopt(notice.from, talk.messages);
    talk.forget();
  } else if (pass)
    await engine.links.adopt(notice.from, withoutInvitations(await engine.links.recall(pass, notice.from)));
  const { to } = notice;
  if (to && isGroup(notice)) {
    await (await engine.groups.actions()).join(to, name);
    return go({ pane: "chat", peer: to, hasDetails: false }, { replace: true });
  }
  go({ pane: "chat", peer: notice.from, hasDetails: false }, { replace: true });
}
