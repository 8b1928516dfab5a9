import type { Capability } from "./capability.ts";

/** What a client does not do, or what nobody could make it do without a person, and why. */
export const cannot: Readonly<Record<string, Partial<Record<Capability, string>>>> = {
  "Strophe.js": { "resumes a stream": "has no stream management" },
  Profanity: {
    "reads history": "version 0.13 looks for the archive at the server's address, not at the account's (XEP-0313 §7)",
  },
  Poezio: {
    "uploads a file": "does not find the service with the Python of Debian 12, whatever the server",
  },
  Dino: { "logs in": "was not driven: it has no way in but its window" },
  Gajim: { "logs in": "was not driven: it has no way in but its window" },
  "go-sendxmpp": {
    "edits its roster": "has no roster",
    "sees presence": "shows none",
    "reads history": "has no archive (what was kept while away it does print)",
    "resumes a stream": "has no stream management",
  },
};
