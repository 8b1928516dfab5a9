import type { IncomingMessage } from "node:http";

/** A request's body as an object; undefined: it is none, or longer than that many bytes. */
export async function readObject(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length;
      if (bytes > maxBytes) return undefined;
      chunks.push(chunk);
    }
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return typeof body === "object" && body !== null ? { ...body } : undefined;
  } catch {
    return undefined; // no JSON, or it broke off
  }
}

/** The text of this name, no longer than that; "" when there is none. */
export function textIn(body: Readonly<Record<string, unknown>>, name: string, maxLength = 4_096): string {
  const value = body[name];
  return typeof value === "string" && value.length <= maxLength ? value : "";
}
