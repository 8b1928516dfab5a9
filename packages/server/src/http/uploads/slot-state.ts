import type { OutgoingHttpHeaders } from "node:http";
import type { UploadParts } from "./hold.ts";
import type { Fault } from "./refusal.ts";

/** Not a word about what has become of it. */
export const NO_SLOT: Fault = [403, "There is no such slot, or no more."];
export const HELD: Fault = [409, "Somebody puts a file there.", { "retry-after": "1" }];

/** Why a slot could not be taken, for who may know. */
export async function whyTaken({ uploads }: UploadParts, id: string): Promise<Fault> {
  const slot = await uploads.slot(id);
  return slot?.state === "held" ? HELD : NO_SLOT;
}

/** There is more of the file, or less, than was thought. */
export function otherwise(come: number): Fault {
  return [409, `${come} bytes have come.`, stateOf(come, false)];
}

export function stateOf(offset: number, isComplete: boolean): OutgoingHttpHeaders {
  return { "upload-offset": offset, "upload-complete": isComplete ? "?1" : "?0" };
}
