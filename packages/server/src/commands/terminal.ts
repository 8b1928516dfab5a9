import type { MessageLine } from "./processes/dialogue.ts";

export type Signal = "SIGINT" | "SIGTERM" | "SIGHUP";

/** What the command line may use of the process it runs in. */
export interface Terminal {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Prints a line for whoever, or whatever, reads the result. */
  out(line: string): void;
  /** Prints a line about what went wrong. */
  err(line: string): void;
  /** The first line of standard input; a person at a terminal is asked, and their typing not shown. */
  readPassword(prompt: string): Promise<string>;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** Returns how to stop listening. */
  onSignal(signal: Signal, listener: () => void): () => void;
  /** Starts another process that serves, and takes over the ports of this one (processes/one-process.ts). */
  fork(): Fork;
  /** Hears of an error that nothing caught, before the process ends with exit code 1. */
  onCrash(listener: (error: unknown) => void): void;
}

/** A process that was started. */
export interface Fork extends MessageLine {
  readonly pid: number | undefined;
  kill(): void;
  /** Resolves with its exit code or the signal that ended it. */
  readonly ended: Promise<string>;
}
