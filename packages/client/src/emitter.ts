/** Listeners by event name. A listener that throws is reported and stops nobody else. */
export class Emitter<E extends object> {
  readonly #listeners: { [K in keyof E]?: Set<(value: E[K]) => void> } = {};
  readonly #onError: (cause: unknown) => void;
  /** Hears everything, before the others do. */
  onAll: (<K extends keyof E>(event: K, value: E[K]) => void) | undefined;

  constructor(onError: (cause: unknown) => void) {
    this.#onError = onError;
  }

  on<K extends keyof E>(event: K, listener: (value: E[K]) => void): () => void {
    const listeners = this.#listeners[event] ?? new Set();
    this.#listeners[event] = listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  emit<K extends keyof E>(event: K, value: E[K]): void {
    this.onAll?.(event, value);
    for (const listener of [...(this.#listeners[event] ?? [])]) {
      try {
        listener(value);
      } catch (cause) {
        this.#onError(cause);
      }
    }
  }
}
