import { JidError } from "./jid-error.ts";

// RFC 3492 §5
const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const INITIAL_BIAS = 72;
const INITIAL_N = 128;

/** The text that the part of an A-label behind "xn--" stands for (RFC 3492 §6.2), in lower case. Throws JidError. */
export function decodePunycode(encoded: string): string {
  const delimiter = encoded.lastIndexOf("-");
  const output = Array.from(encoded.slice(0, Math.max(delimiter, 0)), (c) => c.charCodeAt(0));
  let at = delimiter + 1;
  let n = INITIAL_N;
  let bias = INITIAL_BIAS;
  for (let i = 0; at < encoded.length; i++) {
    const delta = readDelta(encoded, at, bias);
    at = delta.end;
    const position = i + delta.value;
    bias = adapt(
      delta.value,
      output.length + 1,
      i === 0 && n === INITIAL_N && output.length === Math.max(delimiter, 0),
    );
    n += Math.floor(position / (output.length + 1));
    i = position % (output.length + 1);
    if (n > 0x10ffff) throw new JidError("not an A-label");
    output.splice(i, 0, n);
  }
  return String.fromCodePoint(...output);
}

/** A number of variable length: the digits from `from` on. */
function readDelta(encoded: string, from: number, bias: number): { value: number; end: number } {
  let value = 0;
  let weight = 1;
  for (let at = from, k = BASE; ; at++, k += BASE) {
    const digit = digitOf(encoded.charCodeAt(at));
    value += digit * weight;
    if (digit === BASE || value > 0x7fffffff) throw new JidError("not an A-label");
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (digit < threshold) return { value, end: at + 1 };
    weight *= BASE - threshold;
  }
}

/** `BASE` for what is no digit. */
function digitOf(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 22;
  return c >= 0x61 && c <= 0x7a ? c - 0x61 : BASE;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let d = Math.floor(delta / (isFirst ? DAMP : 2));
  d += Math.floor(d / length);
  let k = 0;
  for (; d > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) d = Math.floor(d / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * d) / (d + SKEW));
}
