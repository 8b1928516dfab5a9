/** Why a session over HTTP ends (XEP-0124 §17.2). */
export type BindingCondition =
  | "bad-request"
  | "host-gone"
  | "host-unknown"
  | "improper-addressing"
  | "internal-server-error"
  | "item-not-found"
  | "other-request"
  | "policy-violation"
  | "remote-connection-failed"
  | "remote-stream-error"
  | "see-other-uri"
  | "system-shutdown"
  | "undefined-condition";

/** A request cannot be taken, and ends the session it belongs to. */
export class BindingError extends Error {
  override readonly name = "BindingError";
  readonly condition: BindingCondition;

  constructor(condition: BindingCondition, message: string = condition) {
    super(message);
    this.condition = condition;
  }
}
