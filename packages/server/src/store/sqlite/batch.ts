import type { AcceptRequest, AcceptResult } from "../store.ts";
import type { ErrorRecord } from "./errors.ts";

/**
 * What crosses between the threads: one flat array for a batch and one for its answer. Strings and numbers side by side
 * cost a third of what an object per message does.
 *
 * Batch: the time, then for each operation its kind and fields. Answer: whether it was committed, then for each operation
 * a kind and three values; acknowledgements have no answer of their own.
 */
export type Batch = unknown[];
export type Answer = unknown[];

const operationKind = { accept: 0, call: 1, acknowledge: 2 } as const;
const answerKind = { accepted: 0, duplicate: 1, noRecipient: 2, value: 3, error: 4 } as const;
const answerWidth = 4;

export function pushAccept(batch: Batch, r: AcceptRequest): void {
  batch.push(operationKind.accept, r.from, r.toUsername, r.senderPeer, r.recipientPeer, r.xml, r.originId, r.isPending);
}

export function pushCall(batch: Batch, name: string, parameters: readonly unknown[]): void {
  batch.push(operationKind.call, name, parameters);
}

export function pushAcknowledge(batch: Batch, owner: number, upTo: number): void {
  batch.push(operationKind.acknowledge, owner, upTo);
}

/** Goes through a batch in order; an awaited call comes before whatever is behind it. */
export async function forEachOperation(
  batch: Batch,
  handlers: {
    accept(request: AcceptRequest): void;
    call(name: string, parameters: readonly unknown[]): Promise<void>;
    acknowledge(owner: number, upTo: number): void;
  },
): Promise<void> {
  for (let at = 1; at < batch.length; ) {
    const kind = batch[at];
    if (kind === operationKind.accept) {
      handlers.accept(acceptAt(batch, at));
      at += 8;
    } else if (kind === operationKind.call) {
      await handlers.call(batch[at + 1] as string, batch[at + 2] as unknown[]);
      at += 3;
    } else {
      handlers.acknowledge(batch[at + 1] as number, batch[at + 2] as number);
      at += 3;
    }
  }
}

function acceptAt(batch: Batch, at: number): AcceptRequest {
  return {
    from: batch[at + 1] as number | undefined,
    toUsername: batch[at + 2] as string | undefined,
    senderPeer: batch[at + 3] as string,
    recipientPeer: batch[at + 4] as string,
    xml: batch[at + 5] as string,
    originId: batch[at + 6] as string | undefined,
    isPending: batch[at + 7] as boolean,
  };
}

export function pushAccepted(answer: Answer, result: AcceptResult): void {
  if (result.kind === "accepted") answer.push(answerKind.accepted, result.id, result.recipient, result.after);
  else if (result.kind === "duplicate") answer.push(answerKind.duplicate, result.id, undefined, undefined);
  else answer.push(answerKind.noRecipient, undefined, undefined, undefined);
}

export function pushValue(answer: Answer, value: unknown): void {
  answer.push(answerKind.value, value, undefined, undefined);
}

export function pushError(answer: Answer, error: ErrorRecord): void {
  answer.push(answerKind.error, error, undefined, undefined);
}

/** The result of the batch's operation with this index, acknowledgements not counted. */
export function resultAt(answer: Answer, index: number): { value: unknown } | { error: ErrorRecord } {
  const at = 1 + index * answerWidth;
  const first = answer[at + 1];
  switch (answer[at]) {
    case answerKind.accepted:
      return { value: acceptedAt(answer, at) };
    case answerKind.duplicate:
      return { value: { kind: "duplicate", id: first } };
    case answerKind.noRecipient:
      return { value: { kind: "no-recipient" } };
    case answerKind.value:
      return { value: first };
    default:
      return { error: first as ErrorRecord };
  }
}

function acceptedAt(answer: Answer, at: number): AcceptResult {
  const [id, recipient, after] = answer.slice(at + 1, at + answerWidth) as [
    number,
    number | undefined,
    number | undefined,
  ];
  return after === undefined ? { kind: "accepted", id, recipient } : { kind: "accepted", id, recipient, after };
}
