export * from "./errors.ts";
export { Jid } from "./jid/jid.ts";
export { JidError } from "./jid/jid-error.ts";
export { NS } from "./ns.ts";
export { fromBase64, toBase64 } from "./sasl/base64.ts";
export type { ChannelBinding } from "./sasl/channel-binding.ts";
export type { Offered } from "./sasl/downgrade.ts";
export { isTokenProof, TOKEN_MECHANISM, tokenResponse } from "./sasl/hashed-token.ts";
export type { ScramHash } from "./sasl/hashes.ts";
export { preparePassword } from "./sasl/password.ts";
export { type SaslCondition, SaslError } from "./sasl/sasl-error.ts";
export { ScramClient, type ScramClientOptions, type ScramKeyCache } from "./sasl/scram-client.ts";
export {
  deriveClientKeys,
  deriveScramKeys,
  type ScramClientKeys,
  type ScramKeys,
} from "./sasl/scram-keys.ts";
export { type ScramCrypto, type ScramOutcome, ScramServer, type ScramServerOptions } from "./sasl/scram-server.ts";
export * from "./search/marks.ts";
export * from "./search/terms.ts";
export * from "./xep/archive-id.ts";
export * from "./xep/caps.ts";
export * from "./xep/carbons.ts";
export * from "./xep/chat-states.ts";
export * from "./xep/correction.ts";
export * from "./xep/data-form.ts";
export * from "./xep/datetime.ts";
export * from "./xep/delay.ts";
export * from "./xep/disco.ts";
export * from "./xep/fallback.ts";
export * from "./xep/file-description.ts";
export * from "./xep/file-sharing.ts";
export * from "./xep/forward.ts";
export * from "./xep/hints.ts";
export * from "./xep/link-metadata.ts";
export * from "./xep/mam.ts";
export * from "./xep/markers.ts";
export * from "./xep/mentions.ts";
export * from "./xep/notification-settings.ts";
export * from "./xep/outcome.ts";
export * from "./xep/reaction-emoji.ts";
export * from "./xep/reactions.ts";
export * from "./xep/receipts.ts";
export * from "./xep/reply.ts";
export * from "./xep/retraction.ts";
export * from "./xep/roster.ts";
export * from "./xep/rsm.ts";
export * from "./xep/sid.ts";
export * from "./xep/sm.ts";
export {
  type Attrs,
  appendChild,
  type Child,
  Element,
  sealed,
  withAttrs,
  withChildren,
  withoutChildren,
  xml,
} from "./xml/element.ts";
export { DEFAULT_LIMITS, type ScannerLimits } from "./xml/limits.ts";
export { detached, elementParser, parseElement, UNLIMITED } from "./xml/parse-element.ts";
export { type ScannerHandlers, StreamScanner } from "./xml/scanner.ts";
export { escapeAttr, escapeText, STREAM_END, serialize, streamHeader } from "./xml/serializer.ts";
export { weightOf } from "./xml/weight.ts";
export { type XmlCondition, XmlError } from "./xml/xml-error.ts";
