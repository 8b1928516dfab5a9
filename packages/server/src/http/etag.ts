/** Whether a client has it already (RFC 9110 §13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? "")
    .split(",")
    .some((known) => known.trim().replace(/^W\//, "") === etag || known.trim() === "*");
}
