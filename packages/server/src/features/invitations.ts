import {
  dataForm,
  dataFormIn,
  type Element,
  fieldFlag,
  fieldValue,
  formatDateTime,
  NS,
  StanzaError,
  xml,
} from "@yonder/protocol";
import type { Account, InvitationKind } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { type Owner, Subscriptions } from "./subscriptions.ts";
import { refuseOtherAccounts } from "./target.ts";

/** How long a link is good for. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const INVITATION_FORM = "urn:xmpp:invite#invitation";

/** Links with which friends (everyone may make these) or newcomers (administrators may) get an account here. */
export const invitations: Feature = {
  name: "invitations",
  specification: ["XEP-0401", "XEP-0050", "XEP-0445"],
  advertises: [NS.commands],
  commands: [
    { node: NS.invite, name: "Invite user" },
    { node: NS.createAccount, name: "Create account" },
  ],
  start: (host) => {
    const subscriptions = new Subscriptions(host);
    return {
      iq: { set: { "{http://jabber.org/protocol/commands}command": (iq) => answer(host, iq) } },
      on: {
        // XEP-0401 §3.3
        async registered({ account, invitation }) {
          if (invitation?.kind !== "contact" || !invitation.inviter) return;
          await subscriptions.befriend(ownerOf(host, account), ownerOf(host, invitation.inviter));
        },
      },
    };
  },
};

function ownerOf(host: Host, { id, username }: Account): Owner {
  return { id, bare: `${username}@${host.domain}` };
}

async function answer(host: Host, iq: Iq): Promise<Element> {
  refuseOtherAccounts(iq);
  const action = iq.payload.attr("action") ?? "execute";
  const node = iq.payload.attr("node");
  if (node !== NS.invite && node !== NS.createAccount) throw new StanzaError("item-not-found");
  if (action === "cancel") return command(node, { status: "canceled", sessionid: iq.payload.attr("sessionid") });
  if (action !== "execute" && action !== "complete" && action !== "next") throw commandError("malformed-action");
  // No account can be made with a link while registration is closed.
  if (host.config.registration === "closed") throw new StanzaError("forbidden");
  return node === NS.invite ? inviteFriend(host, iq) : createAccount(host, iq);
}

/** XEP-0401 §5.1: in one step. The newcomer and the inviter become each other's contacts. */
async function inviteFriend(host: Host, { session }: Iq): Promise<Element> {
  return finished(host, session, NS.invite, "contact", (token) => `${session.jid.bare}?roster;preauth=${token};ibr=y`);
}

/** XEP-0401 §5.4: the form, then the link. The newcomer chooses the name, since the store cannot keep one free. */
async function createAccount(host: Host, { session, payload }: Iq): Promise<Element> {
  if (!session.account.isAdmin && !host.config.admins.includes(session.jid.bare)) throw new StanzaError("forbidden");
  const form = dataFormIn(payload);
  if (!form) return accountForm(payload.attr("sessionid") ?? host.randomId());
  if (fieldValue(form, "username")) throw commandError("bad-payload", "The newcomer chooses the name.");
  const kind = fieldFlag(form, "roster-subscription") === true ? "contact" : "account";
  return finished(host, session, NS.createAccount, kind, (token) => `${host.domain}?register;preauth=${token}`);
}

function accountForm(sessionid: string): Element {
  const field = {
    name: "roster-subscription",
    label: "Become each other's contacts",
    type: "boolean",
    values: ["0"],
  } as const;
  const form = dataForm({ type: "form", title: "Create account", fields: [field] });
  const actions = xml("actions", NS.commands, { execute: "complete" }, xml("complete", NS.commands));
  return command(NS.createAccount, { status: "executing", sessionid }, actions, form);
}

async function finished(
  host: Host,
  session: Session,
  node: string,
  kind: InvitationKind,
  query: (token: string) => string,
): Promise<Element> {
  const expiresAt = new Date(host.clock.now() + LIFETIME_MS);
  const token = await host.store.invitations.create({ kind, inviter: session.account.id, expiresAt, uses: 1 });
  const field = (name: string, value: string) => ({ name, type: "text-single", values: [value] }) as const;
  const fields = [
    field("uri", `xmpp:${query(token)}`),
    field("landing-url", `${host.publicUrl()}/invite/#${token}`),
    field("expire", formatDateTime(expiresAt)),
  ];
  return command(node, { status: "completed" }, dataForm({ type: "result", formType: INVITATION_FORM, fields }));
}

function command(node: string, attrs: Record<string, string | undefined>, ...children: Element[]): Element {
  return xml("command", NS.commands, { node, ...attrs }, ...children);
}

/** XEP-0050 §4.4 */
function commandError(condition: "malformed-action" | "bad-payload", text?: string): StanzaError {
  return new StanzaError("bad-request", text, { extra: xml(condition, NS.commands) });
}
