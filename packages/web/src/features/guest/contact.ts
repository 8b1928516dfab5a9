/** Whom a contact link leads to. */
export interface OpenContact {
  /** Where guests come in. */
  readonly domain: string;
  /** Bare address. */
  readonly address: string;
  readonly name: string;
  readonly isHere: boolean;
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
