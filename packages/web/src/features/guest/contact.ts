import { shortName } from "../../components/identity.ts";

/** Whom a contact link leads to. */
export interface OpenContact {
  /** Where guests come in. */
  readonly domain: string;
  /** Bare address. */
  readonly address: string;
  readonly name: string;
  readonly isHere: boolean;
  /** What the server is called. */
  readonly place: string;
  /** Which picture they have, if guests see one. */
  readonly picture?: string;
  /** Who answers, where those are several. */
  readonly people?: readonly string[];
}

/** What they are called in a sentence. */
export function calledOf({ name, people }: OpenContact): string {
  return people ? name : shortName(name);
}

/** "nobody": the link is closed, or leads nowhere. "unreachable": the server does not say. */
export type ContactAnswer = OpenContact | "nobody" | "unreachable";

export async function askForContact(name: string): Promise<ContactAnswer> {
  try {
    const response = await fetch(`/contact/${encodeURIComponent(name)}`, { signal: AbortSignal.timeout(10_000) });
    if (response.status === 404) return "nobody";
    return response.ok ? ((await response.json()) as OpenContact) : "unreachable";
  } catch {
    // No network, or no answer in time.
    return "unreachable";
  }
}
