import {
  type DataForm,
  dataForm,
  dataFormIn,
  type Element,
  type FormField,
  fieldValue,
  fieldValues,
  NS,
  xml,
} from "@yonder/protocol";
import type { Connector } from "../../connector.ts";
import { StanzaFailure } from "../../requests.ts";
import type { Desk, DeskPerson, DeskProblem, Desks, DeskWish } from "../types.ts";

type Asker = Pick<Connector, "request">;

/** A form of the command, and how it is gone on with. */
interface Step {
  readonly form: DataForm | undefined;
  /** Throws StanzaFailure. */
  next(action: "next" | "complete" | "cancel", fields?: readonly FormField[]): Promise<Step>;
}

/** Links of several people, which our server keeps: read and changed by a command (XEP-0050). */
export class DeskCommand {
  readonly #connector: Asker;
  readonly #domain: string;

  constructor(connector: Asker, domain: string) {
    this.#connector = connector;
    this.#domain = domain;
  }

  async desks(): Promise<Desks | undefined> {
    const begun = await this.#begin();
    const options = begun?.form?.fields.find(({ name }) => name === "desk")?.options;
    if (!begun || !options) return undefined;
    await begun.next("cancel");
    const known = options.filter(({ value }) => value !== "");
    return {
      known: known.map(({ value, label = value }) => ({ name: value, title: label.replace(` (${value})`, "") })),
      mayOpen: known.length < options.length,
    };
  }

  async desk(name: string): Promise<Desk | undefined> {
    const step = await this.#choose(name).catch(ifRefused);
    if (!step?.form) return undefined;
    await step.next("cancel");
    const { form } = step;
    return {
      name,
      title: fieldValue(form, "title") ?? "",
      people: linesOf(form, "people").map(personOf),
      url: fieldValue(form, "url") ?? "",
      sites: linesOf(form, "sites"),
      isOurs: !form.fields.some((field) => field.name === "leave"),
    };
  }

  async set({ name, title, people }: DeskWish, isNew: boolean): Promise<DeskProblem | undefined> {
    const step = await this.#choose(isNew ? "" : name);
    const lines = people.map((person) => `${person.address} ${person.name}`);
    const fields = [
      { name: "name", values: [name] },
      { name: "title", values: [title] },
      { name: "people", values: lines },
    ];
    try {
      await step.next("complete", fields);
      return undefined;
    } catch (cause) {
      if (!(cause instanceof StanzaFailure)) throw cause;
      await step.next("cancel").catch(ifRefused);
      const problem = PROBLEMS[cause.condition];
      if (!problem) throw cause;
      return problem === "name" && (!isNew || isDeskName(name)) ? "people" : problem;
    }
  }

  async leave(name: string): Promise<void> {
    const step = await this.#choose(name);
    await step.next("complete", [{ name: "leave", values: ["1"] }]);
  }

  /** Throws StanzaFailure. */
  async #choose(name: string): Promise<Step> {
    const begun = await this.#begin();
    if (!begun) throw new StanzaFailure("item-not-found");
    return begun.next("next", [{ name: "desk", values: [name] }]);
  }

  /** @returns undefined where there is no such command, as on a server that lets no guests in */
  #begin(): Promise<Step | undefined> {
    return this.#step({ action: "execute" }).catch(ifRefused);
  }

  async #step(
    attrs: { readonly action: string; readonly sessionid?: string | undefined },
    form?: Element,
  ): Promise<Step> {
    const command = xml("command", NS.commands, { node: "guest-desks", ...attrs }, form);
    const result = await this.#connector.request("set", command, this.#domain);
    const done = result.child("command", NS.commands);
    const sessionid = done?.attr("sessionid");
    return {
      form: done && dataFormIn(done),
      next: (action, fields) => this.#step({ action, sessionid }, fields && dataForm({ type: "submit", fields })),
    };
  }
}

/** Of a name that can stand in a link. */
function isDeskName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(name);
}

const PROBLEMS: Readonly<Record<string, DeskProblem>> = {
  "not-acceptable": "name",
  conflict: "taken",
  "resource-constraint": "full",
};

function ifRefused(cause: unknown): undefined {
  if (!(cause instanceof StanzaFailure)) throw cause;
}

function linesOf(form: DataForm, name: string): readonly string[] {
  return fieldValues(form, name)
    .flatMap((text) => text.split("\n"))
    .filter(Boolean);
}

function personOf(line: string): DeskPerson {
  const [address = "", ...name] = line.split(" ");
  return { address, name: name.join(" ") };
}
