import type { Element } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import type { Found, ResumeRequest } from "./handover.ts";
import type { Session } from "./session.ts";
import type { StreamContext } from "./stream-context.ts";

/** What becomes of a `<resume/>`. */
export type Resumption = { readonly kind: "resumed" } | Exclude<Found, { readonly kind: "session" }>;

export interface ResumptionEvents {
  /** What the client is sent, with `<resumed/>` in it; `<resumed/>` alone unless told. */
  announced?(resumed: Element, session: Session): Element;
  /** Called before anything else comes over the connection. */
  onResumed(session: Session): void;
}

/** Resumes a session, wherever it is held, over this connection (XEP-0198 §5). */
export async function resume(
  request: ResumeRequest,
  connection: Connection,
  context: StreamContext,
  { announced = (it) => it, onResumed }: ResumptionEvents,
): Promise<Resumption> {
  const found = await find(request, context);
  if (found.kind !== "session") return found;
  const { session } = found;
  const { sentCount } = session;
  return new Promise((resolve) => {
    const refusal = session.resume({
      connection,
      h: request.h,
      announced: (resumed) => announced(resumed, session),
      whenReady(isResumed) {
        if (isResumed) context.metrics.resumptions += 1;
        if (isResumed) onResumed(session);
        resolve(isResumed ? { kind: "resumed" } : { kind: "gone" });
      },
    });
    if (refusal) resolve({ kind: "too-high", sentCount });
  });
}

async function find(request: ResumeRequest, { resumable, handover }: StreamContext): Promise<Found> {
  const { id, account } = request;
  const session = resumable.find(id, account.id);
  if (session) return { kind: "session", session };
  const h = resumable.pastHandledCount(id, account.id);
  return h === undefined && handover ? handover.fetch(request) : { kind: "gone", h };
}
