/** Text that is no XMPP address (RFC 7622). */
export class JidError extends Error {
  override readonly name = "JidError";
}
