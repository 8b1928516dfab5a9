import type { Capability } from "./capability.ts";

/** What a client does not do, or what nobody could make it do without a person, and why. */
export const cannot: Readonly<Record<string, Partial<Record<Capability, string>>>> = {
  "Strophe.js": { "resumes a stream": "has no stream management" },
  Dino: { "logs in": "was not driven: there is no test of it yet" },
  Gajim: { "logs in": "was not driven: there is no test of it yet" },
  "go-sendxmpp": {
    "edits its roster": "has no roster",
    "sees presence": "shows none",
    "reads history": "has no archive (what was kept while away it does print)",
    "resumes a stream": "has no stream management",
  },
};
