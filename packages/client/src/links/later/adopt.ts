import { archiveIdAt } from "@yonder/protocol";
import type { Messages } from "../../messages.ts";
import type { AdoptedMessage } from "../types.ts";

/** Keeps what was said as a guest where it belongs in the conversation, on this device alone: no archive has it. */
export function adoptMessages(messages: Pick<Messages, "put">, peer: string, said: readonly AdoptedMessage[]): void {
  for (const { id, isOwn, body, at } of said)
    if (body !== "")
      messages.put({
        key: `guest ${id}`,
        id,
        peer,
        isOwn,
        body,
        place: archiveIdAt(at),
        at,
        // How far it came was said to the guest, who is no more.
        state: isOwn ? "stored" : "reached",
      });
}
