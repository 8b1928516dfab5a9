import { type DataForm, fieldFlag, fieldValue, formatDateTime, Jid, NS, StanzaError } from "@yonder/protocol";
import { type Account, type InvitationKind, StoreError } from "../store/store.ts";
import { type InvitationDetails, NS_INVITATION } from "../stream/invitation-notice.ts";
import type { Session } from "../stream/session.ts";
import { acceptableUsername } from "../stream/username-policy.ts";
import { type DoneStage, isAdmin, type Stage } from "./ad-hoc/command.ts";
import type { Feature, Host } from "./feature.ts";
import { reachGoal, requireGoal } from "./invitation-goals.ts";
import { type Owner, Subscriptions } from "./subscriptions.ts";

/** How long a link is good for. */
const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;
const INVITATION_FORM = "urn:xmpp:invite#invitation";
/** Characters of what an invitation says. */
const MAX_TEXT = 500;

/** Links with which friends (everyone may make these) or newcomers (administrators may) get an account here. */
export const invitations: Feature = {
  name: "invitations",
  specification: ["XEP-0379", "XEP-0401", "XEP-0445"],
  commands: [
    { node: NS.invite, name: "Invite user", mayUse: isOpen, start: inviteFriend },
    { node: NS_INVITATION, name: "Invite to a group, or a guest to stay", mayUse: isOpen, start: inviteTo },
    {
      node: NS.createAccount,
      name: "Create account",
      mayUse: (host, session) => isOpen(host) && isAdmin(host, session),
      start: createAccount,
    },
  ],
  after: ["commands"],
  start: (host) => {
    const subscriptions = new Subscriptions(host);
    return {
      on: {
        // XEP-0401 §3.3
        async registered({ account, invitation }) {
          if (invitation?.kind !== "contact" || !invitation.inviter) return;
          await subscriptions.befriend(ownerOf(host, account), ownerOf(host, invitation.inviter));
          await reachGoal(host, account, invitation);
        },
      },
    };
  },
};

function ownerOf(host: Host, { id, username }: Account): Owner {
  return { id, bare: `${username}@${host.domain}` };
}

/** No account can be made with a link while registration is closed. */
function isOpen({ config }: Host): boolean {
  return config.registration !== "closed";
}

/** XEP-0401 §5.1: in one step. The newcomer and the inviter become each other's contacts. */
function inviteFriend(host: Host, session: Session): Promise<Stage> {
  return friendLink(host, session);
}

/** docs/invitations.md: the same, and what the newcomer reads and where they get to. */
function inviteTo(host: Host, session: Session): Stage {
  return { kind: "form", form: GOAL_FORM, isLast: true, submit: (form) => goalLink(host, session, form) };
}

async function goalLink(host: Host, session: Session, form: DataForm): Promise<Stage> {
  const [name, to, title] = ["name", "to", "title"].map((field) => cut(fieldValue(form, field) ?? ""));
  const goal = to ? Jid.tryParse(to) : undefined;
  if (to && !goal) throw new StanzaError("jid-malformed");
  if (goal) await requireGoal(host, goal, session.jid.bare);
  return friendLink(host, session, {
    ...(name && { name }),
    ...(goal && { to: goal.bare }),
    ...(goal && title && { title }),
  });
}

/** Without what nobody would see, and no longer than a line. */
function cut(text: string): string {
  return [...text.replace(/\p{C}/gu, "").trim()].slice(0, MAX_TEXT).join("");
}

function friendLink(host: Host, session: Session, details?: InvitationDetails): Promise<DoneStage> {
  const query = (token: string) => `${session.jid.bare}?roster;preauth=${token};ibr=y`;
  return finished(host, session, { kind: "contact", details: details && JSON.stringify(details) }, query);
}

/** XEP-0401 §5.4: the form, then the link. A name goes into the link for the newcomer to take, but is not kept free for them. */
function createAccount(host: Host, session: Session): Stage {
  return { kind: "form", form: ACCOUNT_FORM, isLast: true, submit: (form) => accountLink(host, session, form) };
}

async function accountLink(host: Host, session: Session, form: DataForm): Promise<Stage> {
  const name = fieldValue(form, "username")?.trim();
  const address = name ? `${await freeName(host, name)}@${host.domain}` : host.domain;
  const kind = fieldFlag(form, "roster-subscription") === true ? "contact" : "account";
  return finished(host, session, { kind }, (token) => `${address}?register;preauth=${token}`);
}

async function freeName({ domain, store }: Host, wanted: string): Promise<string> {
  const username = acceptableUsername(wanted, domain, false);
  if (await store.accounts.find(username)) throw new StanzaError("conflict", "That name is taken.");
  return username;
}

const GOAL_FORM: DataForm = {
  type: "form",
  title: "Invite to a group, or a guest to stay",
  fields: [
    { name: "name", label: "What they know you by", type: "text-single", values: [] },
    { name: "to", label: "Address of the group, or of the guest", type: "jid-single", values: [] },
    { name: "title", label: "What the group is called", type: "text-single", values: [] },
  ],
};

const ACCOUNT_FORM: DataForm = {
  type: "form",
  title: "Create account",
  fields: [
    { name: "username", label: "Name to suggest", type: "text-single", values: [] },
    { name: "roster-subscription", label: "Become each other's contacts", type: "boolean", values: ["0"] },
  ],
};

async function finished(
  host: Host,
  session: Session,
  { kind, details }: { readonly kind: InvitationKind; readonly details?: string | undefined },
  query: (token: string) => string,
): Promise<DoneStage> {
  const expiresAt = new Date(host.clock.now() + LIFETIME_MS);
  const invitation = { kind, inviter: session.account.id, expiresAt, uses: 1, ...(details && { details }) };
  const token = await host.store.invitations.create(invitation).catch((error: unknown) => {
    if (!(error instanceof StoreError && error.code === "full")) throw error;
    throw new StanzaError("resource-constraint", "You have invited too many people.", { type: "wait", cause: error });
  });
  const field = (name: string, value: string) => ({ name, type: "text-single", values: [value] }) as const;
  const fields = [
    field("uri", `xmpp:${query(token)}`),
    field("landing-url", `${host.publicUrl()}/invite/#${token}`),
    field("expire", formatDateTime(expiresAt)),
  ];
  return { kind: "done", result: { type: "result", formType: INVITATION_FORM, fields } };
}
