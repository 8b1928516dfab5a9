import type { SavedAccess } from "@yonder/client";
import type { Key } from "../../../i18n/catalogue.ts";
import { deviceName } from "../../../state/browser-name.ts";

/** The server's answer to a way in that is no password (docs/passkeys.md, docs/adding-devices.md). */
export interface DeskAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Whose account this browser may use, and what with. */
export interface LetIn {
  readonly address: string;
  readonly access: SavedAccess;
}

/** Why nobody was let in; the text says it. */
export class EntryRefusal extends Error {
  readonly text: Key;

  constructor(text: Key, options?: { readonly cause?: unknown }) {
    super(`not let in: ${text}`, options);
    this.name = "EntryRefusal";
    this.text = text;
  }
}

/** @throws EntryRefusal when nobody answers */
export async function ask(what: string, body: object): Promise<DeskAnswer> {
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(`/entry/${what}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as DeskAnswer["body"] };
  } catch (cause) {
    throw new EntryRefusal("unreachable", { cause });
  }
}

/** What is said of this browser along with each request. `agent`: a secret between it and the server. */
export function introduce(agent: string): { readonly agent: string; readonly device: string } {
  return { agent, device: deviceName() };
}

export function newAgent(): string {
  return crypto.randomUUID();
}

export function readLetIn({ body }: DeskAnswer, agent: string): LetIn {
  return { address: text(body, "address"), access: { agent, tokens: [text(body, "token")] } };
}

export function text(body: DeskAnswer["body"], name: string): string {
  return String(body[name] ?? "");
}
