/** An array as PostgreSQL reads it (§8.15.2). */
export function numberArray(values: readonly number[]): string {
  return `{${values.join()}}`;
}

/** @see numberArray */
export function textArray(values: readonly string[]): string {
  return `{${values.map(quoted).join()}}`;
}

function quoted(text: string): string {
  const needsEscape = text.includes('"') || text.includes("\\");
  return `"${needsEscape ? text.replace(/["\\]/g, "\\$&") : text}"`;
}
