import type { Capability } from "./capability.ts";

export type Notes = Readonly<Record<string, Partial<Record<Capability, string>>>>;

/** What a client does once it is told how, and what that takes. */
export const helped: Notes = {
  Dino: {
    "uploads a file": "takes addresses of HTTPS alone, which a proxy in front of the node gives here",
    "resumes a stream":
      "after a reset at once; version 0.4 does not notice a connection that ends without TLS's own end (it stops reading)",
  },
  Gajim: { "uploads a file": "takes addresses of HTTPS alone, which a proxy in front of the node gives here" },
  Poezio: {
    "uploads a file":
      "a plugin of four lines names the service, since slixmpp 1.8.3 finds none with Python 3.11, whatever the server " +
      "(it gives `asyncio.wait` coroutines, which are refused there)",
  },
  Profanity: {
    "reads history": "`/mam on`; version 0.13 then looks for the archive at the domain, where this server says so too",
  },
};

/** What a client does not do, or what nobody could make it do without a person, and why. */
export const cannot: Notes = {
  "Strophe.js": { "resumes a stream": "has no stream management" },
  "go-sendxmpp": {
    "edits its roster": "has no roster",
    "sees presence": "shows none",
    "reads history": "has no archive (what was kept while away it does print)",
    "resumes a stream": "has no stream management",
  },
};
