import type { Message } from "../../types.ts";

/** Who alone may write a message anew or take it back. */
export function authorOf({ isOwn, author, peer }: Message, address: string): string {
  return isOwn ? address : (author?.id ?? peer);
}
