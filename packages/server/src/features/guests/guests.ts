import type { DataForm } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Command, FormStage } from "../ad-hoc/command.ts";
import type { Feature, Host } from "../feature.ts";
import { GuestService } from "./guest-service.ts";
import { GuestSessions } from "./guest-sessions.ts";
import { isOpenToGuests, openToGuests } from "./openness.ts";

/** Guests beneath our domain. */
const SUBDOMAIN = "guest";

const openness: Command = {
  node: "guests",
  name: "Let guests write to me",
  mayUse: ({ config }) => config.guests,
  start: async (host, session) => opennessForm(host, session, await isOpenToGuests(host, session.account)),
};

/** Who has no account comes in for a while (SASL ANONYMOUS, RFC 4505; XEP-0175), and writes to those who let guests write to them. */
export const guests: Feature = {
  name: "guests",
  specification: ["XEP-0175", "RFC 4505"],
  commands: [openness],
  start(host) {
    if (!host.config.guests) return {};
    const domain = `${SUBDOMAIN}.${host.domain}`;
    const stopForgetting = host.store.onAccountsChanged(({ kind, id }) => {
      if (kind === "removed") void forget(host, id);
    });
    return {
      services: { [domain]: new GuestService(host) },
      guests: { [domain]: new GuestSessions(host) },
      stop: async () => stopForgetting(),
    };
  },
};

/** Every node does, and one is enough. */
async function forget(host: Host, id: number): Promise<void> {
  try {
    await openToGuests(host, { id }, false);
  } catch (error) {
    host.log.warn({ err: error }, "what a removed account said of guests is kept");
  }
}

function opennessForm(host: Host, { account }: Session, isOpen: boolean): FormStage {
  const form: DataForm = {
    type: "form",
    title: openness.name,
    fields: [{ name: "open", label: "Guests may write to me", type: "boolean", values: [isOpen ? "1" : "0"] }],
  };
  return {
    kind: "form",
    form,
    isLast: true,
    async submit({ fields }) {
      const [value] = fields.find(({ name }) => name === "open")?.values ?? [];
      await openToGuests(host, account, value === "1" || value === "true");
      return { kind: "done" };
    },
  };
}
