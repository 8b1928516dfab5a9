import { utf8Length } from "../xml/characters.ts";
import { JidError } from "./jid-error.ts";
import { preparation } from "./preparation.ts";

/** An XMPP address (RFC 7622), prepared: equal addresses have equal text. */
export class Jid {
  readonly local: string | undefined;
  readonly domain: string;
  readonly resource: string | undefined;
  /** `local@domain`. */
  readonly bare: string;
  readonly #full: string;
  #bareJid: Jid | undefined;

  private constructor(local: string | undefined, domain: string, resource: string | undefined) {
    this.local = local;
    this.domain = domain;
    this.resource = resource;
    this.bare = local === undefined ? domain : `${local}@${domain}`;
    this.#full = resource === undefined ? this.bare : `${this.bare}/${resource}`;
  }

  /** Reads an address; throws JidError. */
  static parse(text: string): Jid {
    return cache.get(text) ?? cache.add(text, parse(detach(text)));
  }

  static tryParse(text: string): Jid | undefined {
    try {
      return Jid.parse(text);
    } catch (error) {
      if (error instanceof JidError) return undefined;
      throw error;
    }
  }

  /** Makes an address of its parts, prepared; throws JidError. */
  static of(local: string | undefined, domain: string, resource?: string): Jid {
    const prepared = preparation();
    return Jid.#make(
      local === undefined ? undefined : checked(local, LOCAL, prepared.local),
      checked(withoutDot(domain), DOMAIN, prepared.domain),
      resource === undefined ? undefined : checked(resource, RESOURCE, prepared.resource),
    );
  }

  get isBare(): boolean {
    return this.resource === undefined;
  }

  equals(other: Jid): boolean {
    return this.#full === other.#full;
  }

  toBare(): Jid {
    if (this.resource === undefined) return this;
    this.#bareJid ??= Jid.#make(this.local, this.domain, undefined);
    return this.#bareJid;
  }

  withResource(resource: string): Jid {
    return Jid.#make(this.local, this.domain, checked(resource, RESOURCE, preparation().resource));
  }

  /** The full address. */
  toString(): string {
    return this.#full;
  }

  toJSON(): string {
    return this.#full;
  }

  static #make(local: string | undefined, domain: string, resource: string | undefined): Jid {
    return new Jid(local, domain, resource);
  }
}

// ASCII that preparation would leave as it is. RFC 7622 §3.3.1 takes "&'/:<>@ from the localpart; "--" is left to the slow way
// since it may be an A-label.
const LOCAL = /^[a-z0-9!#$%()*+,\-.;=?[\\\]^_`{|}~]+$/;
const DOMAIN = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const RESOURCE = /^[\x20-\x7e]+$/;
// A label of a domain has 63 bytes at most, a part of an address 1023 (RFC 7622 §3.1)
const MOST_BYTES = 1023;
const LONGEST_PLAIN_DOMAIN = 63;

function parse(text: string): Jid {
  const slash = text.indexOf("/");
  const bareEnd = slash === -1 ? text.length : slash;
  const at = text.indexOf("@");
  const hasLocal = at !== -1 && at < bareEnd;
  return Jid.of(
    hasLocal ? text.slice(0, at) : undefined,
    text.slice(hasLocal ? at + 1 : 0, bareEnd),
    slash === -1 ? undefined : text.slice(slash + 1),
  );
}

function checked(part: string, plain: RegExp, prepare: (text: string) => string): string {
  const longest = plain === DOMAIN ? LONGEST_PLAIN_DOMAIN : MOST_BYTES;
  if (part.length <= longest && plain.test(part)) return part;
  if (part === "" || part.length > MOST_BYTES) throw new JidError("a part of an address is empty or too long");
  const prepared = prepare(part);
  if (prepared === "" || utf8Length(prepared, 0, prepared.length) > MOST_BYTES) {
    throw new JidError("a part of an address is empty or too long");
  }
  return prepared;
}

/** RFC 7622 §3.2: a final dot is dropped. */
function withoutDot(domain: string): string {
  return domain.endsWith(".") ? domain.slice(0, -1) : domain;
}

/** A copy of its own, so that what is kept does not keep the text it was cut from. */
function detach(text: string): string {
  return ` ${text}`.slice(1);
}

/** The addresses parsed last: two generations, so that old ones fall out without bookkeeping. */
const cache = {
  young: new Map<string, Jid>(),
  old: new Map<string, Jid>(),

  get(text: string): Jid | undefined {
    const found = this.young.get(text);
    if (found !== undefined) return found;
    const older = this.old.get(text);
    return older && this.add(text, older);
  },

  add(text: string, jid: Jid): Jid {
    if (text.length > LONGEST_CACHED) return jid;
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Map();
    }
    const key = jid.toString();
    this.young.set(key === text ? key : detach(text), jid);
    return jid;
  },
};
const GENERATION = 2048;
const LONGEST_CACHED = 128;
