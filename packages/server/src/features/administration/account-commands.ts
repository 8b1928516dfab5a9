import { type DataForm, type FormField, fieldValue, SaslError, StanzaError } from "@yonder/protocol";
import { deriveCredentials } from "../../store/credentials.ts";
import { type Credentials, StoreError } from "../../store/store.ts";
import { checkPassword } from "../../stream/registration.ts";
import { acceptableUsername } from "../../stream/username-policy.ts";
import { removeAccount, tellRemoved } from "../account-removal.ts";
import type { DoneStage } from "../ad-hoc/command.ts";
import type { Host } from "../feature.ts";
import { ended } from "../signals.ts";
import { Subscriptions } from "../subscriptions.ts";
import { accountOf, addressesIn, addressIn, adminCommand, told } from "./forms.ts";

const ACCOUNT: FormField = { name: "accountjid", label: "Address", type: "jid-single", values: [], isRequired: true };
const ACCOUNTS: FormField = {
  name: "accountjids",
  label: "Addresses",
  type: "jid-multi",
  values: [],
  isRequired: true,
};
const PASSWORD: FormField = { name: "password", label: "Password", type: "text-private", values: [], isRequired: true };
const AGAIN: FormField = { name: "password-verify", label: "Password again", type: "text-private", values: [] };

/** What administrators do to accounts: XEP-0133 §4.1, §4.2, §4.5, §4.7, §4.8. */
export const accountCommands = [
  adminCommand({ node: "add-user", name: "Add an account", fields: [ACCOUNT, PASSWORD, AGAIN], run: addUser }),
  adminCommand({ node: "delete-user", name: "Delete accounts", fields: [ACCOUNTS], run: deleteUsers }),
  adminCommand({ node: "end-user-session", name: "End sessions", fields: [ACCOUNTS], run: endSessions }),
  adminCommand({
    node: "change-user-password",
    name: "Change a password",
    fields: [ACCOUNT, PASSWORD],
    run: setPassword,
  }),
  adminCommand({ node: "get-user-roster", name: "See somebody's contacts", fields: [ACCOUNT], run: showRoster }),
];

const DONE: DoneStage = { kind: "done" };

async function addUser(host: Host, form: DataForm): Promise<DoneStage> {
  const jid = addressIn(host, fieldValue(form, "accountjid") ?? "");
  const username = acceptableUsername(jid.local ?? "", host.domain, true);
  const again = fieldValue(form, "password-verify");
  if (again !== undefined && again !== fieldValue(form, "password"))
    throw new StanzaError("not-acceptable", "The passwords differ.");
  const keys = await keysIn(host, form, username);
  await host.store.accounts.add(username, keys).catch((error: unknown) => {
    if (!(error instanceof StoreError && error.code === "conflict")) throw error;
    throw new StanzaError("conflict", `${jid.bare} exists already.`, { cause: error });
  });
  return DONE;
}

/** All of them, or none when one does not exist. */
async function deleteUsers(host: Host, form: DataForm): Promise<DoneStage> {
  const subscriptions = new Subscriptions(host);
  const found = await Promise.all(addressesIn(host, form, "accountjids").map((jid) => accountOf(host, jid)));
  for (const account of found) {
    await removeAccount(host, subscriptions, account);
    tellRemoved(host, account);
  }
  return DONE;
}

/** One session where there is a resource, all of the user's otherwise. */
async function endSessions(host: Host, form: DataForm): Promise<DoneStage> {
  for (const { bare, resource } of addressesIn(host, form, "accountjids"))
    await host.router.signal(bare, ended(resource));
  return DONE;
}

async function setPassword(host: Host, form: DataForm): Promise<DoneStage> {
  const { username } = await accountOf(host, addressIn(host, fieldValue(form, "accountjid") ?? ""));
  await host.store.accounts.setCredentials(username, await keysIn(host, form, username));
  return DONE;
}

async function showRoster(host: Host, form: DataForm): Promise<DoneStage> {
  const account = await accountOf(host, addressIn(host, fieldValue(form, "accountjid") ?? ""));
  const { items } = await host.store.roster.load(account.id);
  const values = items.map(({ contact, subscription }) => `${contact} (${subscription})`);
  return told({ name: "contacts", label: "Contacts, and who sees whom", type: "text-multi", values });
}

async function keysIn(host: Host, form: DataForm, username: string): Promise<Credentials> {
  const password = fieldValue(form, "password") ?? "";
  checkPassword(password, username);
  return deriveCredentials(password, host.config.passwordIterations).catch((error: unknown) => {
    if (!(error instanceof SaslError)) throw error;
    throw new StanzaError("not-acceptable", "This cannot be a password.", { cause: error });
  });
}
