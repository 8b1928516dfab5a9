import { createSignal } from "solid-js";

/** Something that is asked of the server, one time after the other. */
export interface Attempt {
  readonly isBusy: () => boolean;
  /** The last time it came to nothing. */
  readonly hasFailed: () => boolean;
  /** Does it, unless it is being done. @returns whether it was done */
  run(action: () => Promise<unknown>): Promise<boolean>;
}

export function createAttempt(): Attempt {
  const [state, setState] = createSignal<"quiet" | "busy" | "failed">("quiet");
  return {
    isBusy: () => state() === "busy",
    hasFailed: () => state() === "failed",
    async run(action) {
      if (state() === "busy") return false;
      setState("busy");
      const isDone = await action().then(
        () => true,
        () => false,
      );
      setState(isDone ? "quiet" : "failed");
      return isDone;
    },
  };
}
