/** What a file is served as. */
export interface Presentation {
  readonly contentType: string;
  /** Shown by a browser that comes to the file itself, or saved. */
  readonly disposition: "inline" | "attachment";
}

/**
 * Pictures, sound, films and plain text are what their owner says. All else is bytes: nothing that a browser would run, read as a page or take
 * for a script or a style sheet of our own page comes from here.
 */
export function presentationOf(type: string | undefined): Presentation {
  if (type === "text/plain") return { contentType: "text/plain; charset=utf-8", disposition: "inline" };
  if (type !== undefined && /^(?:image|audio|video)\/[\w.-]+$/.test(type))
    return { contentType: type, disposition: "inline" };
  if (type === "application/pdf") return { contentType: type, disposition: "attachment" };
  return { contentType: "application/octet-stream", disposition: "attachment" };
}

/** A media type without its parameters, in lower case (RFC 9110 §8.3.1). */
export function essenceOf(contentType: string): string {
  return (contentType.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** Content-Disposition (RFC 6266 §4): the name as it is, and one for those who know ASCII alone. */
export function contentDisposition(disposition: Presentation["disposition"], name: string): string {
  const plain = name.replace(/[^\x20-\x7E]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
