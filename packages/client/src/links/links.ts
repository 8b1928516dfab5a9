import { systemClock } from "../clock.ts";
import type { Connector } from "../connector.ts";
import type { Locator } from "../locate.ts";
import type { Messages } from "../messages.ts";
import type { SocketFactory } from "../options.ts";
import type { Journal } from "../storage/journal.ts";
import type { LinksApi } from "./types.ts";

interface Parts {
  readonly connector: Connector;
  readonly locator: Locator;
  readonly socket: SocketFactory;
  readonly journal: Journal;
  readonly parts: { readonly messages: Messages };
  domain(): string;
}

/** Links by which others come to us, and what comes along by one: loaded when it is needed. */
export function createLinks({ connector, locator, socket, journal, parts, domain }: Parts): LinksApi {
  const loadDesks = async () => new (await import("./later/desks.ts")).DeskCommand(connector, domain());
  return {
    invite: async (wish) => (await import("./later/invitation.ts")).createInvitation(connector, domain(), wish),
    contactLink: async (wish) => (await import("./later/contact-link.ts")).contactLink(connector, domain(), wish),
    desks: async () => (await loadDesks()).desks(),
    desk: async (name) => (await loadDesks()).desk(name),
    setDesk: async (wish, isNew) => (await loadDesks()).set(wish, isNew),
    leaveDesk: async (name) => (await loadDesks()).leave(name),
    async readInvitation(token) {
      const [urls, { readInvitation }] = await Promise.all([locator.find(), import("../registration.ts")]);
      return readInvitation(urls, { domain: domain(), socket }, token);
    },
    async recall(guest, member) {
      const { recallTalk } = await import("./later/recall.ts");
      const locate = (isFresh: boolean) => locator.find(isFresh);
      return recallTalk({ locate, socket, clock: systemClock, random: Math.random }, guest, member);
    },
    async adopt(peer, said) {
      (await import("./later/adopt.ts")).adoptMessages(parts.messages, peer, said);
      await journal.flush();
    },
  };
}
