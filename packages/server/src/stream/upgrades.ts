import { randomBytes } from "node:crypto";
import { type Element, fromBase64, NS, SaslError, type ScramHash, xml } from "@yonder/protocol";
import { keysOfSalted } from "../store/credentials.ts";
import type { Account } from "../store/store.ts";
import type { Login, LoginStep, LoginSuccess } from "./login/login.ts";
import { encoded } from "./login/text.ts";
import type { StreamContext } from "./stream-context.ts";

/** Tasks by their names (XEP-0480 §2.1), the better first. */
const TASKS: ReadonlyMap<string, ScramHash> = new Map([
  ["UPGR-SCRAM-SHA-256", "SHA-256"],
  ["UPGR-SCRAM-SHA-1", "SHA-1"],
]);

const NODE_HASH = { "SHA-1": "sha1", "SHA-256": "sha256" } as const satisfies Record<ScramHash, string>;
const SALTED_BYTES = { "SHA-1": 20, "SHA-256": 32 } as const satisfies Record<ScramHash, number>;

/** Names of the tasks that a client may ask for. */
export const upgradeTasks: readonly string[] = [...TASKS.keys()];

/** Those that `<authenticate/>` asks for, of those that we know. */
export function readUpgrades(authenticate: Element): readonly string[] {
  const asked = authenticate.elements().filter((child) => child.is("upgrade", NS.saslUpgrade));
  return upgradeTasks.filter((task) => asked.some((child) => child.text.trim() === task));
}

type Context = Pick<StreamContext, "accounts" | "passwordIterations">;

export interface TaskStep {
  readonly kind: "task";
  /** For the client. */
  readonly element: Element;
}

/**
 * Renews the keys of an account with the help of a client that has proven its password (XEP-0480): keys that are weaker than those
 * of passwords set now. A client with a token knows the password as little as we do.
 */
export class Upgrades {
  readonly #account: Account;
  readonly #context: Context;
  readonly #tasks: string[];
  /** Of the task that is under way, once the client has begun it. */
  #salt: Uint8Array | undefined;

  private constructor(account: Account, context: Context, tasks: string[]) {
    this.#account = account;
    this.#context = context;
    this.#tasks = tasks;
  }

  /** undefined: there is nothing to be renewed. */
  static async after(
    { account, token }: LoginSuccess,
    asked: readonly string[],
    context: StreamContext,
  ): Promise<Upgrades | undefined> {
    if (asked.length === 0 || token || context.door) return undefined;
    const found = await context.accounts.credentials(account.username);
    const isWeak = (task: string) => {
      const keys = found?.[TASKS.get(task) === "SHA-1" ? "sha1" : "sha256"];
      return keys !== undefined && keys.iterations < context.passwordIterations;
    };
    const tasks = asked.filter(isWeak);
    return tasks.length > 0 ? new Upgrades(account, context, tasks) : undefined;
  }

  /** `<continue/>` with the next task (§2.2). `data`: what the mechanism has to say at its end, in base64. */
  proposal(data?: string): Element {
    const additional = data === undefined ? undefined : xml("additional-data", NS.sasl2, null, data);
    const tasks = xml("tasks", NS.sasl2, null, xml("task", NS.sasl2, null, this.#tasks[0]));
    return xml("continue", NS.sasl2, null, additional, tasks);
  }

  /** Takes `<next/>` or `<task-data/>` (§3); after the last one the login has succeeded, and its mechanism has nothing more to say. */
  async take(element: Element, login: Login): Promise<TaskStep | LoginStep> {
    try {
      const answer = await this.#answer(element);
      const account = this.#account;
      return answer
        ? { kind: "task", element: answer }
        : { kind: "success", account, data: undefined, token: undefined };
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      return login.refuse(error.condition);
    }
  }

  async #answer(element: Element): Promise<Element | undefined> {
    const [task = ""] = this.#tasks;
    if (element.name === "next" && element.attr("task") === task && !this.#salt) return this.#begin();
    const hash = TASKS.get(task);
    const given = element.name === "task-data" ? element.child("hash", NS.scramUpgrade) : undefined;
    if (!this.#salt || !given || !hash) throw new SaslError(element.name === "abort" ? "aborted" : "malformed-request");
    await this.#keep(hash, fromBase64(given.text.trim()), this.#salt);
    this.#tasks.shift();
    this.#salt = undefined;
    return this.#tasks.length > 0 ? this.proposal() : undefined;
  }

  #begin(): Element {
    this.#salt = new Uint8Array(randomBytes(16));
    const iterations = String(this.#context.passwordIterations);
    const salt = xml("salt", NS.scramUpgrade, { iterations }, encoded(this.#salt));
    return xml("task-data", NS.sasl2, null, salt);
  }

  async #keep(hash: ScramHash, salted: Uint8Array, salt: Uint8Array): Promise<void> {
    if (salted.length !== SALTED_BYTES[hash]) throw new SaslError("malformed-request", "a hash of another length");
    const keys = keysOfSalted(NODE_HASH[hash], salted, { salt, iterations: this.#context.passwordIterations });
    // A password that was changed meanwhile keeps its own keys.
    await this.#context.accounts.renewKeys(this.#account, hash, keys);
  }
}
