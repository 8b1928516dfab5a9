import type { OutgoingHttpHeaders } from "node:http";

/** The headers of our pages: what they may do is load from us, talk to us and to our nodes, and nothing inline; no text becomes script or markup. */
export class SecurityHeaders {
  readonly #embedders: readonly string[];
  #webUrls = "";
  #headers: OutgoingHttpHeaders = {};

  /** Origins whose pages may show these of ours in a frame. */
  constructor(embedders: readonly string[] = []) {
    this.#embedders = embedders;
  }

  /** `webUrls`: where a page may be told to connect. The headers are made anew when these have changed. */
  of(webUrls: readonly string[]): OutgoingHttpHeaders {
    const key = webUrls.join(" ");
    if (key !== this.#webUrls) {
      this.#webUrls = key;
      this.#headers = headersFor(
        webUrls.map((url) => new URL(url).origin),
        this.#embedders,
      );
    }
    return this.#headers;
  }
}

/** What people have uploaded is at the public address, wherever the page came from. */
function headersFor(origins: readonly string[], embedders: readonly string[]): OutgoingHttpHeaders {
  const sources = origins.flatMap((origin) => [origin.replace(/^http/, "ws"), origin]);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    ["img-src 'self' data: blob:", ...origins].join(" "),
    ["media-src 'self' blob:", ...origins].join(" "),
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    ["connect-src 'self'", ...sources].join(" "),
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${embedders.join(" ") || "'none'"}`,
    // Text becomes markup in the pages' own templates alone, and a script's address is the worker's.
    "require-trusted-types-for 'script'",
    "trusted-types yonder yonder-worker",
  ];
  return {
    "content-security-policy": policy.join("; "),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(self), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...(embedders.length === 0 && { "x-frame-options": "DENY" }),
  };
}
