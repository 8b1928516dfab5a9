import { type DataForm, NS } from "@yonder/protocol";
import type { Config } from "../config/config.ts";

/** What the server adds to what it says of itself (XEP-0128): whom to write to, and where it is said that it is down. */
export function serverForms({ admins, contacts, outageAddresses }: Config): DataForm[] {
  const roles = Map.groupBy(
    [...admins.map((address) => ({ role: "admin", uri: `xmpp:${address}` })), ...contacts],
    ({ role }) => role,
  );
  const fields = [...roles]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([role, addresses]) => list(`${role}-addresses`, [...new Set(addresses.map(({ uri }) => uri))]));
  const outages = outageAddresses.length === 0 ? [] : [list("external-status-addresses", outageAddresses)];
  return [form(NS.contactAddresses, fields), form("urn:xmpp:sos:0", outages)].filter(({ fields }) => fields.length > 0);
}

function form(formType: string, fields: DataForm["fields"]): DataForm {
  return { type: "result", formType, fields };
}

function list(name: string, values: readonly string[]): DataForm["fields"][number] {
  return { name, type: "list-multi", values };
}
