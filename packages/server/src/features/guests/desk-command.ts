import { type DataForm, fieldValue, fieldValues, Jid, StanzaError } from "@yonder/protocol";
import { type Command, type FormStage, isAdmin } from "../ad-hoc/command.ts";
import type { Host } from "../feature.ts";
import { type Desk, type DeskPerson, desksOf, isDeskName, MOST_DESKS, MOST_PEOPLE, setDesk } from "./desks.ts";
import { shown } from "./openness.ts";

/** An administrator opens, changes or closes a contact link of several people. */
export const deskCommand: Command = {
  node: "guest-desks",
  name: "Contact links of several people",
  mayUse: (host, session) => host.config.guests && isAdmin(host, session),
  start: async (host) => deskForm(host, await desksOf(host)),
};

function deskForm(host: Host, desks: readonly Desk[]): FormStage {
  const known = desks.map(({ name, title, people }) => `${name}: ${title} (${people.map((it) => it.name).join(", ")})`);
  const form: DataForm = {
    type: "form",
    title: deskCommand.name,
    fields: [
      { name: "known", label: "There are", type: "fixed", values: known },
      { name: "name", label: `${host.publicUrl()}/@`, type: "text-single", values: [], isRequired: true },
      { name: "title", label: "What guests read", type: "text-single", values: [] },
      {
        name: "people",
        label: "Who answers: an address a line, and behind it the name that guests see. Nobody closes the link.",
        type: "text-multi",
        values: [],
      },
    ],
  };
  return {
    kind: "form",
    form,
    isLast: true,
    async submit(filled) {
      const desk = await deskIn(host, filled);
      const isNew = desks.every(({ name }) => name !== desk.name);
      if (isNew && desk.people.length > 0 && desks.length >= MOST_DESKS)
        throw new StanzaError("resource-constraint", `There are ${MOST_DESKS} such links already.`);
      await setDesk(host, desk);
      return { kind: "done", note: `${host.publicUrl()}/@${desk.name}` };
    },
  };
}

async function deskIn(host: Host, form: DataForm): Promise<Desk> {
  const name = (fieldValue(form, "name") ?? "").trim().toLowerCase();
  if (!isDeskName(name)) throw new StanzaError("not-acceptable", "The name has up to 32 letters, digits and dashes.");
  const lines = fieldValues(form, "people").flatMap((text) => text.split("\n"));
  const written = lines.map((line) => line.trim()).filter(Boolean);
  if (written.length > MOST_PEOPLE) throw new StanzaError("not-acceptable", `At most ${MOST_PEOPLE} people.`);
  // Whose name it is could close or open it: theirs is the other kind of link.
  if (written.length > 0 && (await host.store.accounts.find(name)))
    throw new StanzaError("conflict", "Somebody has an account of that name.");
  const people = await Promise.all(written.map((line) => personIn(host, line)));
  return { name, title: shown(fieldValue(form, "title") ?? "") || name, people };
}

async function personIn({ domain, store }: Host, line: string): Promise<DeskPerson> {
  const [, address = "", said = ""] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  const jid = Jid.tryParse(address);
  const account = jid?.domain === domain ? await store.accounts.find(jid.local ?? "") : undefined;
  if (!account) throw new StanzaError("not-acceptable", `${address} has no account here.`);
  return { address: `${account.username}@${domain}`, name: shown(said) || account.username };
}
