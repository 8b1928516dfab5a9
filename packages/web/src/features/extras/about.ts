import type { Message } from "@yonder/client";
import { createRoot, createSignal } from "solid-js";

const [about, setAbout] = createRoot(() => createSignal<About>());

/** What the composer is about, when that is an earlier message. */
export interface About {
  readonly kind: "reply" | "edit";
  readonly message: Message;
}

export function aboutOf(peer: string): About | undefined {
  const now = about();
  return now?.message.peer === peer ? now : undefined;
}

export { setAbout };

/** An own text that is there still. */
export function mayEdit({ isOwn, body, state }: Message): boolean {
  return isOwn && body !== "" && state !== "failed";
}
