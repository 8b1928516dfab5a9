/** What a guest and the owner of a contact link wrote, as the page behind that link keeps it in this browser. */
export interface KeptTalk {
  readonly nick: string;
  readonly messages: readonly {
    readonly id: string;
    readonly isOwn: boolean;
    readonly body: string;
    readonly at: number;
  }[];
  /** The guest is no more. */
  forget(): void;
}

export function keptTalk(contact: string): KeptTalk | undefined {
  const key = `yonder-guest:${contact}`;
  try {
    const { nick, messages } = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof nick !== "string" || !Array.isArray(messages)) return undefined;
    return {
      nick,
      messages: withoutInvitations(messages.filter(({ state }) => state !== "failed")),
      forget: () => localStorage.removeItem(key),
    };
  } catch {
    // Storage that is blocked, nothing there, or somebody else's entry.
    return undefined;
  }
}

/** The link that was followed leads nowhere any more. */
export function withoutInvitations<T extends { readonly body: string }>(messages: readonly T[]): readonly T[] {
  return messages.filter(({ body }) => !body.includes("/invite/#"));
}
