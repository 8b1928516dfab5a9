/** What a scanner accepts at most. */
export interface ScannerLimits {
  /** UTF-8 bytes from the first `<` of a stanza to its last `>`; for the stream's start tag as well. */
  readonly maxStanzaBytes: number;
  /** Elements inside each other, the stanza itself counted as 1. */
  readonly maxDepth: number;
  /** Attributes of one element, namespace declarations counted. */
  readonly maxAttributes: number;
  /** Elements in one stanza, itself counted. */
  readonly maxElements: number;
  /** UTF-16 units in a name with its prefix. */
  readonly maxNameLength: number;
  /** Prefixes in force: each name with one is looked up among them. */
  readonly maxPrefixes: number;
}

/** RFC 6120 §13.12 demands at least 10,000 bytes a stanza. */
export const DEFAULT_LIMITS: ScannerLimits = {
  maxStanzaBytes: 262_144,
  maxDepth: 64,
  maxAttributes: 64,
  maxElements: 8_192,
  maxNameLength: 256,
  maxPrefixes: 64,
};
