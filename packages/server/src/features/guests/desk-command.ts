import { type DataForm, type FormField, fieldFlag, fieldValue, fieldValues, Jid, StanzaError } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import { type Command, type FormStage, isAdmin, type Stage } from "../ad-hoc/command.ts";
import type { Host } from "../feature.ts";
import {
  type Desk,
  type DeskPerson,
  deskOf,
  desksOf,
  isAt,
  isDeskName,
  leaveDesk,
  MOST_DESKS,
  MOST_PEOPLE,
  setDesk,
} from "./desks.ts";
import { shown } from "./openness.ts";

/** Contact links of several people: administrators open, change and close them; who is behind one sees it, and may leave. */
export const deskCommand: Command = {
  node: "guest-desks",
  name: "Contact links of several people",
  mayUse: ({ config }) => config.guests,
  async start(host, session) {
    const desks = await desksOf(host);
    const mayRule = isAdmin(host, session);
    const own = mayRule ? desks : desks.filter((desk) => isAt(desk, session.jid.bare));
    if (own.length === 0 && !mayRule) return { kind: "done", note: "You are behind none. Administrators open them." };
    const known = own.map(({ name, title }) => ({ value: name, label: `${title} (${name})` }));
    const another = mayRule && desks.length < MOST_DESKS ? [{ value: "", label: "A new one" }] : [];
    const options = [...another, ...known];
    const values = options.slice(0, 1).map(({ value }) => value);
    return form(
      [{ name: "desk", label: "Which one", type: "list-single", values, options, isRequired: true }],
      (filled) => chosen(host, session, fieldValue(filled, "desk") ?? ""),
    );
  },
};

async function chosen(host: Host, session: Session, name: string): Promise<Stage> {
  const desk = name === "" ? undefined : await deskOf(host, name);
  if (isAdmin(host, session) && (desk || name === "")) return deskForm(host, desk);
  if (desk && isAt(desk, session.jid.bare)) return leaveForm(host, desk, session.jid.bare);
  throw new StanzaError("item-not-found");
}

function deskForm(host: Host, desk: Desk | undefined): FormStage {
  const name: FormField = {
    name: "name",
    label: `${host.publicUrl()}/@`,
    type: "text-single",
    values: [],
    isRequired: true,
  };
  const fields: readonly FormField[] = [
    ...(desk ? [] : [name]),
    { name: "title", label: "What guests read", type: "text-single", values: desk ? [desk.title] : [] },
    {
      name: "people",
      label: "Who answers: an address a line, and behind it the name that guests see. Nobody closes the link.",
      type: "text-multi",
      values: desk?.people.map(lineOf) ?? [],
    },
    ...(desk ? [urlOf(host, desk)] : []),
    sitesOf(host),
  ];
  return form(
    fields,
    async (filled) => {
      const wanted = await deskIn(host, filled, desk?.name);
      await setDesk(host, wanted);
      return { kind: "done", note: linkTo(host, wanted) };
    },
    true,
  );
}

/** For those who answer, and rule nothing. */
function leaveForm(host: Host, desk: Desk, address: string): FormStage {
  const fields: readonly FormField[] = [
    { name: "title", label: "What guests read", type: "fixed", values: [desk.title] },
    { name: "people", label: "Who answers", type: "fixed", values: desk.people.map(lineOf) },
    urlOf(host, desk),
    sitesOf(host),
    { name: "leave", label: "I answer no more", type: "boolean", values: ["0"] },
  ];
  return form(
    fields,
    async (filled) => {
      if (fieldFlag(filled, "leave")) await leaveDesk(host, desk.name, address);
      return { kind: "done" };
    },
    true,
  );
}

function form(fields: readonly FormField[], submit: FormStage["submit"], isLast = false): FormStage {
  return { kind: "form", form: { type: "form", title: deskCommand.name, fields }, isLast, submit };
}

function urlOf(host: Host, desk: Desk): FormField {
  return { name: "url", label: "Where guests write", type: "fixed", values: [linkTo(host, desk)] };
}

function sitesOf({ config }: Host): FormField {
  return { name: "sites", label: "Sites that may show it in the widget", type: "fixed", values: config.widgetOrigins };
}

function linkTo(host: Host, { name }: Desk): string {
  return `${host.publicUrl()}/@${name}`;
}

function lineOf({ address, name }: DeskPerson): string {
  return `${address} ${name}`;
}

/** `known`: the name of one that there is, and which stays. Throws StanzaError. */
async function deskIn(host: Host, filled: DataForm, known: string | undefined): Promise<Desk> {
  const name = known ?? (await newName(host, fieldValue(filled, "name") ?? ""));
  const lines = fieldValues(filled, "people").flatMap((text) => text.split("\n"));
  const written = lines.map((line) => line.trim()).filter(Boolean);
  if (written.length > MOST_PEOPLE) throw new StanzaError("not-acceptable", `At most ${MOST_PEOPLE} people.`);
  const people = await Promise.all(written.map((line) => personIn(host, line)));
  return { name, title: shown(fieldValue(filled, "title") ?? "") || name, people };
}

/** Whose name it is could close or open it: theirs is the other kind of link. */
async function newName(host: Host, said: string): Promise<string> {
  const name = said.trim().toLowerCase();
  if (!isDeskName(name)) throw new StanzaError("not-acceptable", "The name has up to 32 letters, digits and dashes.");
  const desks = await desksOf(host);
  const isTaken = desks.some((desk) => desk.name === name) || (await host.store.accounts.find(name));
  if (isTaken) throw new StanzaError("conflict", "There is a link or an account of that name.");
  if (desks.length >= MOST_DESKS)
    throw new StanzaError("resource-constraint", `There are ${MOST_DESKS} such links already.`);
  return name;
}

async function personIn({ domain, store }: Host, line: string): Promise<DeskPerson> {
  const [, address = "", said = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  const jid = Jid.tryParse(address);
  const account = jid?.domain === domain ? await store.accounts.find(jid.local ?? "") : undefined;
  if (!account) throw new StanzaError("not-acceptable", `${address} has no account here.`);
  return { address: `${account.username}@${domain}`, name: shown(said) || account.username };
}
