import type { Message } from "@yonder/client";
import { createSignal } from "solid-js";
import { moreActions } from "../../extras/later/actions.ts";

/** Whom to block for which message. */
export interface Complaint {
  readonly address: string;
  readonly archiveId: string | undefined;
}

const [complaint, setComplaint] = createSignal<Complaint>();

export { complaint, setComplaint };

moreActions.push({
  label: "blockOrReport",
  icon: "block",
  isDanger: true,
  isFor: (message, engine) => {
    const address = writerOf(message);
    return !message.isOwn && address !== undefined && !engine.people.isBlocked(address);
  },
  run: (message) => {
    const address = writerOf(message);
    if (address) setComplaint({ address, archiveId: message.author ? undefined : message.archiveId });
  },
});

/** In a group that hides addresses nobody can be blocked. */
function writerOf({ author, peer }: Message): string | undefined {
  return author ? author.address : peer;
}
