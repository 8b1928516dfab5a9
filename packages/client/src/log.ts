/** Where an app's log goes unless it is told otherwise: the browser's console. */
export function logToConsole(event: string, cause?: unknown): void {
  // biome-ignore lint/suspicious/noConsole: see above.
  console.warn(event, cause);
}
