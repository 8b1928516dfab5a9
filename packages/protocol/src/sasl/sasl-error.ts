/** RFC 6120 §6.5 */
export type SaslCondition =
  | "aborted"
  | "account-disabled"
  | "credentials-expired"
  | "encryption-required"
  | "incorrect-encoding"
  | "invalid-authzid"
  | "invalid-mechanism"
  | "malformed-request"
  | "mechanism-too-weak"
  | "not-authorized"
  | "temporary-auth-failure";

/** Authentication failed; `condition` is what `<failure/>` says. */
export class SaslError extends Error {
  override readonly name = "SaslError";
  readonly condition: SaslCondition;

  constructor(condition: SaslCondition, message?: string, options?: ErrorOptions) {
    super(message ?? condition, options);
    this.condition = condition;
  }
}
