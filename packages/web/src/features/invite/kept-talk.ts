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
      messages: messages.filter(({ state, body }) => state !== "failed" && !body.includes("/invite/#")),
      forget: () => localStorage.removeItem(key),
    };
  } catch {
    // Storage that is blocked, nothing there, or somebody else's entry.
    return undefined;
  }
}
