import { Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { Account, Invitation } from "../store/store.ts";
import { detailsOf } from "../stream/invitation-notice.ts";
import type { Host } from "./feature.ts";

const MOVED = "urn:xmpp:moved:1";

/** Throws StanzaError unless this user may invite to there: to a group that they belong to, or so that a guest of theirs stays. */
export async function requireGoal(host: Host, goal: Jid, user: string): Promise<void> {
  if (goal.local === undefined || !goal.isBare) throw new StanzaError("jid-malformed");
  if (isGuest(host, goal)) return;
  const isRoom = goal.domain === `conference.${host.domain}`;
  if (!isRoom || !(await host.store.rooms.affiliated(user)).includes(goal.local)) throw new StanzaError("forbidden");
}

/** Somebody has come by an invitation: what it leads to happens. What cannot any more is left out. */
export async function reachGoal(host: Host, account: Account, invitation: Invitation): Promise<void> {
  const goal = Jid.tryParse(detailsOf(invitation).to ?? "");
  const { inviter } = invitation;
  if (!goal || !inviter) return;
  const [newcomer, member] = [account, inviter].map(({ username }) => `${username}@${host.domain}`);
  if (newcomer === undefined || member === undefined) return;
  try {
    await (isGuest(host, goal) ? tellMoved(host, goal.bare, newcomer, member) : inviteTo(host, goal, newcomer, member));
  } catch (error) {
    host.log.warn({ err: error }, "a newcomer was not taken to where they were invited");
  }
}

/** The room sees to whether the member may do that now (XEP-0045 §7.8.2). */
async function inviteTo({ router, randomId }: Host, room: Jid, newcomer: string, member: string): Promise<void> {
  const invite = xml("x", NS.mucUser, null, xml("invite", NS.mucUser, { to: newcomer }));
  await router.send(xml("message", NS.client, { from: member, to: room.bare, id: randomId() }, invite));
}

/** Whoever holds the link that was given to the guest is the guest. It is said in both conversations, each in its direction (XEP-0283). */
async function tellMoved({ router, randomId }: Host, guest: string, newcomer: string, member: string): Promise<void> {
  const say = (from: string, name: string, address: string, words: string) =>
    router.accept(
      xml(
        "message",
        NS.client,
        { from, to: member, type: "chat", id: randomId() },
        xml("body", NS.client, null, words),
        xml("moved", MOVED, null, xml(name, MOVED, null, address)),
      ),
    );
  await say(guest, "new-jid", newcomer, `I have an address now: ${newcomer}`);
  await say(newcomer, "old-jid", guest, "I wrote to you as a guest before.");
}

function isGuest({ domain }: Host, goal: Jid): boolean {
  return goal.domain === `guest.${domain}`;
}
