import { type Element, NS, xml } from "@yonder/protocol";
import { bareOf } from "./address.ts";
import { randomId } from "./random.ts";

/** An iq was answered with an error, or never. `condition` as in RFC 6120 §8.3.3. */
export class StanzaFailure extends Error {
  readonly condition: string;
  readonly text: string | undefined;

  constructor(condition: string, text?: string) {
    super(text ? `${condition}: ${text}` : condition);
    this.name = "StanzaFailure";
    this.condition = condition;
    this.text = text;
  }
}

interface Pending {
  readonly to: string | undefined;
  readonly resolve: (result: Element) => void;
  readonly reject: (cause: unknown) => void;
}

/** Our iq requests that wait for an answer (RFC 6120 §8.2.3). */
export class Requests {
  readonly #pending = new Map<string, Pending>();
  readonly #send: (iq: Element) => void;
  /** Our own bare address, whose answers may leave out `from`. */
  ownAddress = "";

  constructor(send: (iq: Element) => void) {
    this.#send = send;
  }

  send(type: "get" | "set", payload: Element, to?: string, id = randomId(8)): Promise<Element> {
    const result = this.expect(id, to);
    this.#send(xml("iq", NS.client, { type, id, to }, payload));
    return result;
  }

  /** Waits for the answer to a request that is sent elsewhere. */
  expect(id: string, to?: string): Promise<Element> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { to, resolve, reject });
    });
  }

  /** @returns whether the iq answers a request of ours */
  answered(iq: Element): boolean {
    const id = iq.attr("id") ?? "";
    const type = iq.attr("type");
    const pending = this.#pending.get(id);
    if (!pending || (type !== "result" && type !== "error") || !this.#mayAnswer(iq.attr("from"), pending.to))
      return false;
    this.#pending.delete(id);
    if (type === "result") pending.resolve(iq);
    else pending.reject(readFailure(iq));
    return true;
  }

  failAll(cause: unknown): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(cause);
  }

  // RFC 6120 §8.1.2.1: an answer comes from whom was asked; the own account may be named or not.
  #mayAnswer(from: string | undefined, to: string | undefined): boolean {
    if (from === to) return true;
    if (to !== undefined && to !== this.ownAddress) return false;
    return (
      from === undefined ||
      this.ownAddress === "" ||
      bareOf(from) === this.ownAddress ||
      (to === undefined && !from.includes("@"))
    );
  }
}

/** The error in a stanza of type error. */
export function readFailure(stanza: Element): StanzaFailure {
  const error = stanza.child("error");
  const condition = error?.elements().find((child) => child.ns === NS.stanzas && child.name !== "text");
  return new StanzaFailure(condition?.name ?? "undefined-condition", error?.childText("text", NS.stanzas));
}
