import type { Awaitable } from "../features/feature.ts";

/** Goes on at once when the value is there, and after it when it is a promise: no turn is lost where nothing is waited for. */
export function andThen<T, R>(value: Awaitable<T>, next: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
