import pino, { type Logger } from "pino";

/** Characters of lines that wait while they cannot be written; beyond it, what is said is lost. */
const MOST_WAITING = 1_048_576;

/** A node's log, in lines of JSON. Where these cannot be written, as to a full disk, the node goes on without them. */
export function nodeLog(options: { readonly level: string; readonly node: string }, fd = 1): Logger {
  const lines = pino.destination({ dest: fd, sync: true, maxLength: MOST_WAITING });
  lines.on("error", () => undefined);
  // It has no `flushSync`, which tries for ever what cannot be written; what can has been.
  const destination = { write: (line: string) => void lines.write(line) };
  return pino({ level: options.level, base: { node: options.node } }, destination);
}
