/** How many events are kept unless told; a power of two. */
const EVENTS = 2 ** 17;
/** Bytes of text beside each event, on average. */
const TEXT_PER_EVENT = 32;
/** Bytes that one piece of text may have; the rest is cut off. */
const LONGEST_TEXT = 256;
/** Bytes of text of one event. */
const MOST_TEXT = 4096;

/** Ends each piece of text; XML has no such character. */
const END = 0;

/** One event, read. */
export interface RecordedEvent {
  readonly kind: number;
  readonly subject: number;
  /** In milliseconds, by the clock that it was added with. */
  readonly at: number;
  readonly value: number;
  readonly count: number;
  /** Undefined when later text has taken its place. */
  readonly texts: readonly string[] | undefined;
}

/**
 * The last events of a kind that is worth remembering for a while. Numbers stand in columns and text as bytes on a tape, both of which
 * turn round: adding leaves nothing for the garbage collector and keeps nothing else alive, neither a session nor the text that a
 * short string was cut from.
 */
export class EventRing {
  readonly #mask: number;
  readonly #kinds: Uint8Array;
  readonly #subjects: Float64Array;
  readonly #times: Float64Array;
  readonly #values: Float32Array;
  readonly #counts: Uint16Array;
  readonly #textStarts: Float64Array;
  readonly #textLengths: Uint16Array;
  readonly #tape: Buffer;
  /** How many events, and bytes of text, there ever were. */
  #head = 0;
  #written = 0;

  /** `capacity`: a power of two. */
  constructor(capacity = EVENTS) {
    this.#mask = capacity - 1;
    this.#kinds = new Uint8Array(capacity);
    this.#subjects = new Float64Array(capacity);
    this.#times = new Float64Array(capacity);
    this.#values = new Float32Array(capacity);
    this.#counts = new Uint16Array(capacity);
    this.#textStarts = new Float64Array(capacity);
    this.#textLengths = new Uint16Array(capacity);
    this.#tape = Buffer.alloc(Math.max(capacity * TEXT_PER_EVENT, 2 * MOST_TEXT));
  }

  /** The number that the next event will have. */
  get head(): number {
    return this.#head;
  }

  /** The number of the oldest event that is still there. */
  get tail(): number {
    return Math.max(0, this.#head - this.#mask - 1);
  }

  /** Returns the number of the event: they are counted from 0. */
  add(kind: number, subject: number, at: number, value: number, count: number): number {
    const slot = this.#head & this.#mask;
    this.#kinds[slot] = kind;
    this.#subjects[slot] = subject;
    this.#times[slot] = at;
    this.#values[slot] = value;
    this.#counts[slot] = count;
    this.#textStarts[slot] = this.#place();
    this.#textLengths[slot] = 0;
    this.#head += 1;
    return this.#head - 1;
  }

  /** Adds a piece of text to the event that was added last; when it has too much already, nothing. */
  write(text: string): void {
    const slot = (this.#head - 1) & this.#mask;
    const length = this.#textLengths[slot] ?? 0;
    if (length + LONGEST_TEXT >= MOST_TEXT) return;
    const at = this.#written % this.#tape.length;
    const added = copyAscii(text, this.#tape, at) ?? this.#tape.write(text, at, LONGEST_TEXT, "utf8");
    this.#tape[at + added] = END;
    this.#written += added + 1;
    this.#textLengths[slot] = length + added + 1;
  }

  /** Says whom an event was about, known only later. */
  assign(event: number, subject: number): void {
    if (event >= this.tail) this.#subjects[event & this.#mask] = subject;
  }

  kindOf(event: number): number {
    return this.#kinds[event & this.#mask] ?? 0;
  }

  subjectOf(event: number): number {
    return this.#subjects[event & this.#mask] ?? 0;
  }

  timeOf(event: number): number {
    return this.#times[event & this.#mask] ?? 0;
  }

  read(event: number): RecordedEvent {
    const slot = event & this.#mask;
    return {
      kind: this.kindOf(event),
      subject: this.subjectOf(event),
      at: this.timeOf(event),
      value: this.#values[slot] ?? 0,
      count: this.#counts[slot] ?? 0,
      texts: this.#textsOf(slot),
    };
  }

  /** Whether these bytes stand anywhere in an event's text: quicker than reading it. */
  mentions(event: number, bytes: Buffer): boolean {
    const slot = event & this.#mask;
    const start = (this.#textStarts[slot] ?? 0) % this.#tape.length;
    return this.#tape.subarray(start, start + (this.#textLengths[slot] ?? 0)).includes(bytes);
  }

  #textsOf(slot: number): string[] | undefined {
    const start = this.#textStarts[slot] ?? 0;
    const length = this.#textLengths[slot] ?? 0;
    if (length === 0) return [];
    if (this.#written - start > this.#tape.length) return undefined;
    const at = start % this.#tape.length;
    return this.#tape.toString("utf8", at, at + length - 1).split("\0");
  }

  /** Where an event's text begins: it stands in one place, so what is left at the end of the tape is skipped when it may not do. */
  #place(): number {
    const rest = this.#tape.length - (this.#written % this.#tape.length);
    if (rest < MOST_TEXT) this.#written += rest;
    return this.#written;
  }
}

/** Short text of ASCII, as nearly all is: copied here it costs less than a call out of JavaScript. Undefined: it is not such text. */
function copyAscii(text: string, tape: Uint8Array, at: number): number | undefined {
  if (text.length > SHORT) return undefined;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c > 0x7f) return undefined;
    tape[at + i] = c;
  }
  return text.length;
}

const SHORT = 32;
