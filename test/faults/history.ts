import { faultsOf } from "../crash/faults.ts";
import type { Shown } from "./feed.ts";

/** Who wrote what to whom, and what became of it. A body is unique: sender, recipient, number. */
export class History {
  readonly #written = new Map<string, string[]>();
  readonly #acknowledged = new Set<string>();
  readonly #refused = new Set<string>();
  #count = 0;

  get written(): number {
    return this.#count;
  }

  get settled(): number {
    return this.#acknowledged.size + this.#refused.size;
  }

  /** @returns the body of the next message from the one to the other */
  next(from: string, to: string): string {
    const pair = `${from} ${to}`;
    const bodies = this.#written.get(pair) ?? [];
    this.#written.set(pair, bodies);
    const body = `${pair} ${bodies.length}`;
    bodies.push(body);
    this.#count += 1;
    return body;
  }

  acknowledged(body: string): void {
    if (!this.#refused.has(body)) this.#acknowledged.add(body);
  }

  refused(body: string): void {
    this.#refused.add(body);
    this.#acknowledged.delete(body);
  }

  /**
   * What a list of messages in one account lacks, has twice, has in another order, or has though nobody wrote it.
   * `own`: those that the account wrote are judged as well, else they are no matter.
   */
  judge(account: string, messages: readonly Shown[], where: string, own: "with own" | "without own"): string[] {
    const complaints: string[] = [];
    const known = new Set<string>();
    for (const [pair, bodies] of this.#written) {
      const [from = "", to] = pair.split(" ");
      if (to !== account && !(from === account && own === "with own")) continue;
      const found = messages.map(({ body }) => body).filter((body) => body.startsWith(`${pair} `));
      for (const body of found) known.add(body);
      const due = bodies.filter((body) => this.#acknowledged.has(body));
      const { missing } = faultsOf(found, due);
      const { twice, late } = faultsOf(found, bodies);
      for (const [what, list] of Object.entries({ lost: missing, doubled: twice, "out of order": late }))
        if (list.length > 0) complaints.push(`${where}: ${what}: ${sample(list)}`);
    }
    const others = own === "with own" ? messages : messages.filter(({ from }) => from !== account);
    const invented = others.filter(({ body }) => !known.has(body)).map(({ body }) => body);
    if (invented.length > 0) complaints.push(`${where}: never written: ${sample(invented)}`);
    return complaints;
  }
}

function sample(list: readonly string[]): string {
  return `${list.length} (${list.slice(0, 5).join(", ")}${list.length > 5 ? ", …" : ""})`;
}
