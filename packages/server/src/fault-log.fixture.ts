import { type Logger, pino } from "pino";

/** A log that keeps what is a fault of ours, as lines of JSON, and nothing else. */
export function faultLog(faults: string[]): Logger {
  return pino({ level: "error" }, { write: (line: string) => void faults.push(line) });
}
