import { dataForm, dataFormIn, type Element, NS, StanzaError, xml } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Feature, Host, Iq } from "../feature.ts";
import { refuseOtherAccounts } from "../target.ts";
import type { Command, FormStage, Stage } from "./command.ts";

/** Runs the commands that features have for users (XEP-0050). */
export const commands: Feature = {
  name: "commands",
  specification: "XEP-0050",
  advertises: [NS.commands],
  start: (host) => {
    const desk = new CommandDesk(host);
    return {
      iq: { set: { "{http://jabber.org/protocol/commands}command": (iq) => desk.answer(iq) } },
      on: { end: (session) => desk.forget(session) },
    };
  },
};

/** The commands that a session may see. */
export function commandsFor(host: Host, session: Session): Command[] {
  return host.features.flatMap(({ commands = [] }) => commands).filter((it) => it.mayUse?.(host, session) ?? true);
}

/** Commands that one session has begun and not ended; the oldest goes first. */
const MAX_OPEN = 10;
/** Milliseconds in which a form is to be filled in. */
const LIFETIME_MS = 15 * 60 * 1_000;

/** A command that somebody has begun. */
interface Execution {
  readonly command: Command;
  /** The forms so far, the present one last. */
  readonly stages: FormStage[];
  expiresAt: number;
}

/** Remembers what each session has begun; it stays on the node where that was. */
class CommandDesk {
  readonly #host: Host;
  /** One that goes on on another node takes nothing of this along, and leaves nothing behind. */
  readonly #open = new WeakMap<Session, Map<string, Execution>>();

  constructor(host: Host) {
    this.#host = host;
  }

  answer(iq: Iq): Promise<Element> {
    refuseOtherAccounts(iq);
    const { payload, session } = iq;
    const id = payload.attr("sessionid");
    const action = actionOf(payload);
    const command = this.#commandAt(payload.attr("node"), session);
    if (id === undefined) return this.#begin(command, action, session);
    const execution = this.#find(session, id, command);
    if (action === "cancel") return this.#cancel(session, id, command);
    return this.#goOn(session, id, execution, iq);
  }

  forget(session: Session): void {
    this.#open.delete(session);
  }

  async #begin(command: Command, action: Action, session: Session): Promise<Element> {
    if (action !== "execute" && action !== "next" && action !== "complete") throw refusal("bad-action");
    const stage = await command.start(this.#host, session);
    const id = this.#host.randomId();
    if (stage.kind === "form") this.#remember(session, id, { command, stages: [stage], expiresAt: this.#deadline() });
    return shown(command, id, stage, false);
  }

  async #goOn(session: Session, id: string, execution: Execution, { payload }: Iq): Promise<Element> {
    const { command, stages } = execution;
    const action = actionOf(payload);
    const present = stages.at(-1);
    if (!present || !isAllowed(action, present, stages.length)) throw refusal("bad-action");
    execution.expiresAt = this.#deadline();
    if (action === "prev") {
      const before = stages.at(-2) ?? present;
      stages.pop();
      return shown(command, id, before, stages.length > 1);
    }
    const form = dataFormIn(payload);
    if (form?.type !== "submit") throw refusal("bad-payload", "A form is missing that is filled in.");
    const next = await present.submit(form);
    if (next.kind === "form") stages.push(next);
    else this.#close(session, id);
    return shown(command, id, next, stages.length > 1);
  }

  async #cancel(session: Session, id: string, { node }: Command): Promise<Element> {
    this.#close(session, id);
    return xml("command", NS.commands, { node, sessionid: id, status: "canceled" });
  }

  #commandAt(node: string | undefined, session: Session): Command {
    const command = this.#host.features.flatMap((it) => it.commands ?? []).find((it) => it.node === node);
    if (!command) throw new StanzaError("item-not-found");
    if (command.mayUse?.(this.#host, session) === false) throw new StanzaError("forbidden");
    return command;
  }

  /** §4.4 */
  #find(session: Session, id: string, command: Command): Execution {
    const execution = this.#open.get(session)?.get(id);
    if (!execution || execution.command !== command) throw refusal("bad-sessionid");
    if (execution.expiresAt > this.#host.clock.now()) return execution;
    this.#close(session, id);
    throw new StanzaError("not-allowed", undefined, { extra: xml("session-expired", NS.commands) });
  }

  #remember(session: Session, id: string, execution: Execution): void {
    const open = this.#open.get(session) ?? new Map<string, Execution>();
    this.#open.set(session, open.set(id, execution));
    const [oldest] = open.keys();
    if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest);
  }

  #close(session: Session, id: string): void {
    const open = this.#open.get(session);
    open?.delete(id);
    if (open?.size === 0) this.#open.delete(session);
  }

  #deadline(): number {
    return this.#host.clock.now() + LIFETIME_MS;
  }
}

type Action = "execute" | "cancel" | "prev" | "next" | "complete";
const ACTIONS: readonly Action[] = ["execute", "cancel", "prev", "next", "complete"];

function actionOf(payload: Element): Action {
  const said = payload.attr("action") ?? "execute";
  const action = ACTIONS.find((known) => known === said);
  if (!action) throw refusal("malformed-action");
  return action;
}

function isAllowed(action: Action, stage: FormStage, stages: number): boolean {
  if (action === "prev") return stages > 1;
  return action === "execute" || action === (stage.isLast ? "complete" : "next");
}

function shown({ node }: Command, sessionid: string, stage: Stage, hasBefore: boolean): Element {
  const attrs = { node, sessionid };
  if (stage.kind === "done") {
    const note = stage.note === undefined ? undefined : xml("note", NS.commands, { type: "info" }, stage.note);
    const result = stage.result && dataForm(stage.result);
    return xml("command", NS.commands, { ...attrs, status: "completed" }, note, result);
  }
  const forward = stage.isLast ? "complete" : "next";
  const prev = hasBefore ? xml("prev", NS.commands) : undefined;
  const actions = xml("actions", NS.commands, { execute: forward }, prev, xml(forward, NS.commands));
  return xml("command", NS.commands, { ...attrs, status: "executing" }, actions, dataForm(stage.form));
}

/** §4.4 */
function refusal(condition: "malformed-action" | "bad-action" | "bad-payload" | "bad-sessionid", text?: string) {
  return new StanzaError("bad-request", text, { extra: xml(condition, NS.commands) });
}
