import { type DataForm, fieldFlag, fieldValue } from "@yonder/protocol";
import type { Account } from "../../store/store.ts";
import type { Session } from "../../stream/session.ts";
import type { Command, FormStage } from "../ad-hoc/command.ts";
import type { Feature, Host } from "../feature.ts";
import { deskCommand } from "./desk-command.ts";
import { DeskRooms } from "./desk-rooms.ts";
import { leaveDesks } from "./desks.ts";
import { GuestService } from "./guest-service.ts";
import { GuestSessions } from "./guest-sessions.ts";
import { type ContactLink, contactLinkOf, setContactLink } from "./openness.ts";

/** Guests beneath our domain. */
const SUBDOMAIN = "guest";

const openness: Command = {
  node: "guests",
  name: "Let guests write to me",
  mayUse: ({ config }) => config.guests,
  start: async (host, session) => opennessForm(host, session, await contactLinkOf(host, session.account)),
};

/** Who has no account comes in for a while (SASL ANONYMOUS, RFC 4505; XEP-0175), and writes to those who let guests write to them. */
export const guests: Feature = {
  name: "guests",
  specification: ["XEP-0175", "RFC 4505"],
  commands: [openness, deskCommand],
  start(host) {
    if (!host.config.guests) return {};
    const domain = `${SUBDOMAIN}.${host.domain}`;
    const stopForgetting = host.store.onAccountsChanged(({ kind, id, username }) => {
      if (kind === "removed") void forget(host, id, `${username}@${host.domain}`);
    });
    const rooms = new DeskRooms(host, domain);
    const sessions = new GuestSessions(host, rooms);
    return {
      services: { [domain]: new GuestService(host, rooms) },
      guests: { [domain]: sessions },
      on: { gap: () => sessions.gap() },
      stop: async () => stopForgetting(),
    };
  },
};

/** Every node does, and one is enough. */
async function forget(host: Host, id: number, address: string): Promise<void> {
  try {
    await setContactLink(host, { id }, undefined);
    await leaveDesks(host, address);
  } catch (error) {
    host.log.warn({ err: error }, "what a removed account said of guests is kept");
  }
}

function opennessForm(host: Host, { account }: Session, link: ContactLink | undefined): FormStage {
  const form: DataForm = {
    type: "form",
    title: openness.name,
    fields: [
      { name: "open", label: "Guests may write to me", type: "boolean", values: [link ? "1" : "0"] },
      { name: "name", label: "The name that they see", type: "text-single", values: [link?.name ?? ""] },
      {
        name: "picture",
        label: "They see my picture",
        type: "boolean",
        values: [link?.hasPicture ? "1" : "0"],
      },
      { name: "url", label: "Where they write", type: "fixed", values: [linkTo(host, account)] },
    ],
  };
  return {
    kind: "form",
    form,
    isLast: true,
    async submit(filled) {
      const next = { name: fieldValue(filled, "name") ?? "", hasPicture: fieldFlag(filled, "picture") ?? false };
      await setContactLink(host, account, fieldFlag(filled, "open") ? next : undefined);
      return { kind: "done" };
    },
  };
}

function linkTo({ publicUrl }: Host, { username }: Pick<Account, "username">): string {
  return `${publicUrl()}/@${encodeURIComponent(username)}`;
}
