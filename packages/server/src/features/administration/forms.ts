import { type DataForm, type FormField, fieldValues, Jid, StanzaError } from "@yonder/protocol";
import type { Account } from "../../store/store.ts";
import { type Command, type DoneStage, isAdmin, type Stage } from "../ad-hoc/command.ts";
import type { Awaitable, Host } from "../feature.ts";

const FORM = "http://jabber.org/protocol/admin";
/** Addresses in one form. */
const MAX_ADDRESSES = 100;

/** What an administrator is asked for, and what is done with it. */
export interface AdminCommand {
  /** The part of the node behind `http://jabber.org/protocol/admin#`. */
  readonly node: string;
  readonly name: string;
  readonly fields: readonly FormField[];
  run(host: Host, form: DataForm): Awaitable<DoneStage>;
}

/** A command of XEP-0133: a form, unless nothing is asked, and what comes of it. */
export function adminCommand({ node, name, fields, run }: AdminCommand): Command {
  const form: DataForm = { type: "form", formType: FORM, title: name, fields };
  return {
    node: `${FORM}#${node}`,
    name,
    mayUse: isAdmin,
    start(host): Awaitable<Stage> {
      if (fields.length === 0) return run(host, { ...form, type: "submit" });
      return { kind: "form", form, isLast: true, submit: (filled) => run(host, checked(filled, fields)) };
    },
  };
}

/** A completed command that tells something. */
export function told(field: FormField): DoneStage {
  return { kind: "done", result: { type: "result", formType: FORM, fields: [field] } };
}

/** The address of an account of ours that a form names. Throws StanzaError `not-acceptable` for any other. */
export function addressIn({ domain }: Host, text: string): Jid {
  const jid = Jid.tryParse(text.trim());
  if (jid?.local === undefined || jid.domain !== domain)
    throw new StanzaError("not-acceptable", `${text} is not an address at ${domain}.`);
  return jid;
}

/** As {@link addressIn}, for all that a field names. */
export function addressesIn(host: Host, form: DataForm, name: string): Jid[] {
  const values = fieldValues(form, name);
  if (values.length > MAX_ADDRESSES) throw new StanzaError("not-acceptable", `At most ${MAX_ADDRESSES} at a time.`);
  return values.map((text) => addressIn(host, text));
}

/** Throws StanzaError `item-not-found` when there is no such account. */
export async function accountOf({ store }: Host, jid: Jid): Promise<Account> {
  const account = await store.accounts.find(jid.local ?? "");
  if (!account) throw new StanzaError("item-not-found", `${jid.bare} does not exist.`);
  return account;
}

function checked(form: DataForm, fields: readonly FormField[]): DataForm {
  const missing = fields.find(({ isRequired, name = "" }) => isRequired && !fieldValues(form, name).some(Boolean));
  if (missing) throw new StanzaError("not-acceptable", `"${missing.label}" is missing.`);
  return form;
}
