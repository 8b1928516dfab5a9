import type { ArchivedMessage } from "../store/store.ts";
import type { Session } from "../stream/session.ts";
import type { Arrival, Intake } from "./intake.ts";

/** How many messages are read from the store at a time. */
export const PAGE = 100;
/** Characters of them that go out at a time. */
const BURST = 131_072;

/** Where messages come from that a session is given before live ones. */
export interface Source {
  /** Up to where there is nothing more but what the pages bring. */
  head(): Promise<number>;
  page(after: number): Promise<readonly ArchivedMessage[]>;
  /** undefined: it is not for this session. */
  arrivalOf(message: ArchivedMessage): Arrival | undefined;
}

/**
 * Gives a session all that the source has, then what came meanwhile; nothing when that is being done already.
 * Rejects when the source does; it may be tried again then.
 */
export async function flush(
  session: Session,
  intake: Intake,
  source: Source,
  give: (arrival: Arrival) => void,
): Promise<void> {
  const isTurn = intake.begin();
  if (!isTurn) return;
  const isFlushing = (): boolean => isTurn() && !session.isOver;
  try {
    const head = await source.head();
    for (let released: Arrival[] | undefined; !released && isFlushing(); ) {
      const page = await source.page(intake.covered);
      if (!isFlushing()) return;
      if (!(await flushPage(page))) return;
      // One that is not full need not be the last: pages of long messages are shorter.
      if (page.length === 0) released = intake.release(head);
      for (const arrival of released ?? []) give(arrival);
    }
  } catch (error) {
    intake.interrupt();
    throw error;
  }

  /** No faster than the client takes them, since they may be many and long. False: it takes none any more. */
  async function flushPage(page: readonly ArchivedMessage[]): Promise<boolean> {
    let length = 0;
    for (const [index, message] of page.entries()) {
      flushOne(message);
      length += message.xml.length;
      if (length < BURST && index + 1 < PAGE) continue;
      length = 0;
      await session.drained();
      if (!isFlushing()) return false;
    }
    return true;
  }

  function flushOne(message: ArchivedMessage): void {
    for (const ahead of intake.aheadOf(message.id)) give(ahead);
    const arrival = source.arrivalOf(message);
    if (intake.flush(message.id) && arrival) give(arrival);
  }
}
