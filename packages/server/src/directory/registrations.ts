import type { PresenceSummary, Registration } from "./directory.ts";
import type { Life } from "./life.ts";

const NOBODY: readonly Registration[] = [];

/** The sessions of one node by user. What was handed out stays as it was. */
export class Registrations {
  readonly #life: Life;
  readonly #users = new Map<string, readonly Registration[]>();

  constructor(life: Life) {
    this.#life = { node: life.node, epoch: life.epoch };
  }

  of(user: string): readonly Registration[] {
    return this.#users.get(user) ?? NOBODY;
  }

  users(): Iterable<string> {
    return this.#users.keys();
  }

  find(user: string, resource: string): Registration | undefined {
    return this.of(user).find((registration) => registration.resource === resource);
  }

  set(user: string, resource: string, presence: PresenceSummary): Registration {
    const registration = { user, resource, ...this.#life, presence };
    this.#users.set(user, [...this.#others(user, resource), registration]);
    return registration;
  }

  delete(user: string, resource: string): void {
    const rest = this.#others(user, resource);
    if (rest.length === 0) this.#users.delete(user);
    else this.#users.set(user, rest);
  }

  clear(): void {
    this.#users.clear();
  }

  #others(user: string, resource: string): Registration[] {
    return this.of(user).filter((registration) => registration.resource !== resource);
  }
}
