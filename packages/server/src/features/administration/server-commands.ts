import { type DataForm, type FormField, fieldValue, fieldValues, NS, xml } from "@yonder/protocol";
import type { DoneStage } from "../ad-hoc/command.ts";
import type { Host } from "../feature.ts";
import { adminCommand, told } from "./forms.ts";
import { accounts, onlineUsers } from "./online.ts";

/** Longest list that is shown, whatever is asked for. */
const MAX_LISTED = 1_000;

const MAX_ITEMS: FormField = {
  name: "max_items",
  label: "How many to show",
  type: "list-single",
  values: ["25"],
  options: ["25", "50", "75", "100", "150", "200", "none"].map((value) => ({ value, label: value })),
};
const SUBJECT: FormField = { name: "subject", label: "Subject", type: "text-single", values: [] };
const TEXT: FormField = { name: "announcement", label: "Text", type: "text-multi", values: [], isRequired: true };

/** What administrators ask of the server, and have it say: XEP-0133 §4.13, §4.15, §4.18, §4.20, §4.23. */
export const serverCommands = [
  adminCommand({ node: "get-registered-users-num", name: "Count the accounts", fields: [], run: countAccounts }),
  adminCommand({ node: "get-online-users-num", name: "Count who is here", fields: [], run: countOnline }),
  adminCommand({ node: "get-registered-users-list", name: "List accounts", fields: [MAX_ITEMS], run: listAccounts }),
  adminCommand({ node: "get-online-users-list", name: "List who is here", fields: [MAX_ITEMS], run: listOnline }),
  adminCommand({ node: "announce", name: "Tell all who are here", fields: [SUBJECT, TEXT], run: announce }),
];

async function countAccounts({ store }: Host): Promise<DoneStage> {
  return counted("registeredusersnum", "Accounts", await store.accounts.count());
}

async function countOnline(host: Host): Promise<DoneStage> {
  let count = 0;
  for await (const _ of onlineUsers(host)) count += 1;
  return counted("onlineusersnum", "Accounts that are here", count);
}

async function listAccounts(host: Host, form: DataForm): Promise<DoneStage> {
  const values: string[] = [];
  for await (const { username } of accounts(host)) {
    if (values.length === mostOf(form)) break;
    values.push(`${username}@${host.domain}`);
  }
  return told({ name: "registereduserjids", label: "Accounts", type: "jid-multi", values });
}

async function listOnline(host: Host, form: DataForm): Promise<DoneStage> {
  const values: string[] = [];
  for await (const { user } of onlineUsers(host)) {
    if (values.length === mostOf(form)) break;
    values.push(user);
  }
  return told({ name: "onlineuserjids", label: "Accounts that are here", type: "jid-multi", values });
}

async function announce(host: Host, form: DataForm): Promise<DoneStage> {
  const subject = fieldValue(form, "subject");
  const body = xml("body", NS.client, null, fieldValues(form, "announcement").join("\n"));
  const content = [subject ? xml("subject", NS.client, null, subject) : undefined, body];
  for await (const { user } of onlineUsers(host)) {
    const attrs = { type: "headline", from: host.domain, to: user, id: host.randomId() };
    await host.router.send(xml("message", NS.client, attrs, ...content));
  }
  return { kind: "done" };
}

function counted(name: string, label: string, count: number): DoneStage {
  return told({ name, label, type: "text-single", values: [String(count)] });
}

function mostOf(form: DataForm): number {
  const most = Number(fieldValue(form, "max_items") ?? "25");
  return Number.isInteger(most) && most > 0 ? Math.min(most, MAX_LISTED) : MAX_LISTED;
}
