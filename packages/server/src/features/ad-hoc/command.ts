import type { DataForm } from "@yonder/protocol";
import type { Session } from "../../stream/session.ts";
import type { Awaitable, Host } from "../feature.ts";

/** Something that a user has the server do, step by step (XEP-0050). A feature lists its commands; `commands` runs them. */
export interface Command {
  readonly node: string;
  readonly name: string;
  /** Who may see and run it; everybody with an account unless said. */
  mayUse?(host: Host, session: Session): boolean;
  /** Begins it. Throws StanzaError to refuse. */
  start(host: Host, session: Session): Awaitable<Stage>;
}

/** Where a command stands. */
export type Stage = FormStage | DoneStage;

/** A form that is to be filled in, and what follows from it. */
export interface FormStage {
  readonly kind: "form";
  readonly form: DataForm;
  /** Nothing is asked behind it. */
  readonly isLast: boolean;
  /** Throws StanzaError to refuse what was filled in: the form can be sent again. */
  submit(form: DataForm): Awaitable<Stage>;
}

export interface DoneStage {
  readonly kind: "done";
  readonly result?: DataForm;
  readonly note?: string;
}

/** Whether a user administers this server: marked so in the store, or named in the configuration. */
export function isAdmin(host: Host, { account, jid }: Session): boolean {
  return account.isAdmin || host.config.admins.includes(jid.bare);
}
