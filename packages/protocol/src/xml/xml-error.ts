/** Stream error conditions that a scanner gives (RFC 6120 §4.9.3). */
export type XmlCondition =
  | "bad-format"
  | "bad-namespace-prefix"
  | "not-well-formed"
  | "policy-violation"
  | "restricted-xml"
  | "unsupported-encoding";

/** Text that is not the XML that XMPP allows; `condition` is the stream error to answer with. */
export class XmlError extends Error {
  override readonly name = "XmlError";
  readonly condition: XmlCondition;

  constructor(condition: XmlCondition, message: string) {
    super(message);
    this.condition = condition;
  }
}
