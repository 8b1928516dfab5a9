import { NS } from "./ns.ts";
import { type Attrs, type Element, xml } from "./xml/element.ts";

/** RFC 6120 §8.3.2 */
export type StanzaErrorType = "auth" | "cancel" | "continue" | "modify" | "wait";

// RFC 6120 §8.3.3: each condition with the type that goes with it
const STANZA_ERROR_TYPES = {
  "bad-request": "modify",
  conflict: "cancel",
  "feature-not-implemented": "cancel",
  forbidden: "auth",
  gone: "cancel",
  "internal-server-error": "cancel",
  "item-not-found": "cancel",
  "jid-malformed": "modify",
  "not-acceptable": "modify",
  "not-allowed": "cancel",
  "not-authorized": "auth",
  "payment-required": "auth",
  "policy-violation": "modify",
  "recipient-unavailable": "wait",
  redirect: "modify",
  "registration-required": "auth",
  "remote-server-not-found": "cancel",
  "remote-server-timeout": "wait",
  "resource-constraint": "wait",
  "service-unavailable": "cancel",
  "subscription-required": "auth",
  "undefined-condition": "modify",
  "unexpected-request": "wait",
} as const satisfies Record<string, StanzaErrorType>;

/** RFC 6120 §8.3.3 */
export type StanzaCondition = keyof typeof STANZA_ERROR_TYPES;

export interface StanzaErrorOptions {
  readonly type?: StanzaErrorType;
  /** An application-specific condition (RFC 6120 §8.3.4). */
  readonly extra?: Element;
  /** The new address that goes into <gone/> and <redirect/>. */
  readonly address?: string;
  readonly cause?: unknown;
}

/** A stanza is refused; `condition` says why in the standard's words (RFC 6120 §8.3). */
export class StanzaError extends Error {
  override readonly name = "StanzaError";
  readonly condition: StanzaCondition;
  readonly type: StanzaErrorType;
  readonly text: string | undefined;
  readonly extra: Element | undefined;
  readonly address: string | undefined;

  constructor(condition: StanzaCondition, text?: string, options: StanzaErrorOptions = {}) {
    super(text ?? condition, "cause" in options ? { cause: options.cause } : undefined);
    this.condition = condition;
    this.type = options.type ?? STANZA_ERROR_TYPES[condition];
    this.text = text;
    this.extra = options.extra;
    this.address = options.address;
  }

  /** `<error/>` in jabber:client. */
  toElement(): Element {
    const text = this.text === undefined ? undefined : xml("text", NS.stanzas, null, this.text);
    return xml(
      "error",
      NS.client,
      { type: this.type },
      xml(this.condition, NS.stanzas, null, this.address),
      text,
      this.extra,
    );
  }

  /** The error that a stanza of type "error" carries; an unknown condition reads as undefined-condition. */
  static from(stanza: Element): StanzaError | undefined {
    const error = stanza.child("error");
    if (error === undefined) return undefined;
    const known = error.elements().find((c) => c.ns === NS.stanzas && Object.hasOwn(STANZA_ERROR_TYPES, c.name));
    const condition = (known?.name ?? "undefined-condition") as StanzaCondition;
    const type = error.attr("type");
    const extra = error.elements().find((c) => c.ns !== NS.stanzas);
    return new StanzaError(condition, error.childText("text", NS.stanzas), {
      ...(isStanzaErrorType(type) && { type }),
      ...(extra !== undefined && { extra }),
      ...(known !== undefined && known.text !== "" && { address: known.text }),
    });
  }
}

/** RFC 6120 §4.9.3 */
export type StreamCondition =
  | "bad-format"
  | "bad-namespace-prefix"
  | "conflict"
  | "connection-timeout"
  | "host-gone"
  | "host-unknown"
  | "improper-addressing"
  | "internal-server-error"
  | "invalid-from"
  | "invalid-namespace"
  | "invalid-xml"
  | "not-authorized"
  | "not-well-formed"
  | "policy-violation"
  | "remote-connection-failed"
  | "reset"
  | "resource-constraint"
  | "restricted-xml"
  | "see-other-host"
  | "system-shutdown"
  | "undefined-condition"
  | "unsupported-encoding"
  | "unsupported-feature"
  | "unsupported-stanza-type"
  | "unsupported-version";

export interface StreamErrorOptions {
  /** An application-specific condition (RFC 6120 §4.9.4). */
  readonly extra?: Element;
  /** Where to go instead, for see-other-host. */
  readonly host?: string;
  readonly cause?: unknown;
}

/** A stream cannot go on; `condition` says why in the standard's words (RFC 6120 §4.9). */
export class StreamError extends Error {
  override readonly name = "StreamError";
  readonly condition: StreamCondition;
  readonly text: string | undefined;
  readonly extra: Element | undefined;
  readonly host: string | undefined;

  constructor(condition: StreamCondition, text?: string, options: StreamErrorOptions = {}) {
    super(text ?? condition, "cause" in options ? { cause: options.cause } : undefined);
    this.condition = condition;
    this.text = text;
    this.extra = options.extra;
    this.host = options.host;
  }

  /** `<stream:error/>`. */
  toElement(): Element {
    const text = this.text === undefined ? undefined : xml("text", NS.streams, null, this.text);
    return xml("error", NS.stream, null, xml(this.condition, NS.streams, null, this.host), text, this.extra);
  }

  /** Reads `<stream:error/>`. */
  static from(error: Element): StreamError {
    const known = error.elements().find((c) => c.ns === NS.streams && c.name !== "text");
    const extra = error.elements().find((c) => c.ns !== NS.streams);
    return new StreamError(
      (known?.name ?? "undefined-condition") as StreamCondition,
      error.childText("text", NS.streams),
      {
        ...(extra !== undefined && { extra }),
        ...(known !== undefined && known.text !== "" && { host: known.text }),
      },
    );
  }
}

/** The error in answer to a stanza: back to its sender, with its id (RFC 6120 §8.3.1). */
export function errorReply(stanza: Element, error: StanzaError, from?: { toString(): string } | string): Element {
  const attrs: Attrs = { ...answerAttrs(stanza, "error"), ...(from !== undefined && { from: from.toString() }) };
  return xml(stanza.name, stanza.ns, attrs, error.toElement());
}

/** The result in answer to an IQ (RFC 6120 §8.2.3). */
export function resultReply(iq: Element, payload?: Element): Element {
  return xml("iq", iq.ns, answerAttrs(iq, "result"), payload);
}

function answerAttrs(stanza: Element, type: string): Attrs {
  return { type, id: stanza.attr("id"), from: stanza.attr("to"), to: stanza.attr("from") };
}

function isStanzaErrorType(type: string | undefined): type is StanzaErrorType {
  return type === "auth" || type === "cancel" || type === "continue" || type === "modify" || type === "wait";
}
