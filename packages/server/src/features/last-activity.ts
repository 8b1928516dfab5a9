import { type Element, NS, StanzaError, xml } from "@yonder/protocol";
import type { Feature, Host, Iq } from "./feature.ts";

/** Longest status that is kept, in characters. */
const MAX_STATUS = 1_024;

/** How long the server has been running, and since when somebody is away: XEP-0012. */
export const lastActivity: Feature = {
  name: "last-activity",
  specification: "XEP-0012",
  advertises: [NS.last],
  after: ["presence"],
  start: (host) => {
    const startedAt = host.clock.now();
    return {
      iq: { get: { "{jabber:iq:last}query": (iq) => answer(host, iq, startedAt) } },
      on: {
        async presence({ session, stanza }) {
          if (stanza.attr("to") !== undefined || stanza.attr("type") !== "unavailable") return;
          await noteIfGone(host, session.jid.bare, session.account.id, stanza.childText("status"));
        },
        async end({ jid, account, presence }) {
          if (presence) await noteIfGone(host, jid.bare, account.id, undefined);
        },
        async lost({ user, presence }) {
          const account = presence.isAvailable ? await host.store.accounts.find(user.split("@")[0] ?? "") : undefined;
          if (account) await noteIfGone(host, user, account.id, undefined);
        },
      },
    };
  },
};

async function answer(host: Host, iq: Iq, startedAt: number): Promise<Element> {
  // §5
  if (iq.target === "server") return since(host, startedAt);
  const user = iq.to?.bare ?? iq.from.bare;
  const owner = await ownerFor(host, iq);
  if (owner === undefined) throw new StanzaError("forbidden");
  if (await isHere(host, user)) return xml("query", NS.last, { seconds: "0" });
  const departure = await host.store.departures.of(owner);
  if (!departure) throw new StanzaError("item-not-found");
  return since(host, departure.at.getTime(), departure.status);
}

/** §3: whoever may see the user's presence. Nobody else learns whether there is such an account. */
async function ownerFor({ store }: Host, { target, session, to, from }: Iq): Promise<number | undefined> {
  if (target === "own-account") return session.account.id;
  const account = await store.accounts.find(to?.local ?? "");
  const item = account && (await store.roster.find(account.id, from.bare));
  return item?.subscription === "from" || item?.subscription === "both" ? account?.id : undefined;
}

function since({ clock }: Host, moment: number, status?: string): Element {
  const seconds = Math.max(0, Math.floor((clock.now() - moment) / 1_000));
  return xml("query", NS.last, { seconds: String(seconds) }, status);
}

/** Somebody has gone; unless another device of theirs is still here, that is kept. */
async function noteIfGone(host: Host, user: string, owner: number, status = ""): Promise<void> {
  if (await isHere(host, user)) return;
  await host.store.departures.note(owner, { at: new Date(host.clock.now()), status: status.slice(0, MAX_STATUS) });
}

async function isHere({ directory }: Host, user: string): Promise<boolean> {
  const registrations = await directory.lookUp(user);
  return registrations.some(({ presence }) => presence.isAvailable);
}
