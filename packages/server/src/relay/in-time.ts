import type { Timers } from "../store/timers.ts";

/** What is promised, or undefined when it is not there in time. */
export async function inTime<T>(promised: Promise<T>, ms: number, timers: Timers): Promise<T | undefined> {
  const late = Promise.withResolvers<undefined>();
  const cancel = timers.after(ms, () => late.resolve(undefined));
  try {
    return await Promise.race([promised, late.promise]);
  } finally {
    cancel();
  }
}
