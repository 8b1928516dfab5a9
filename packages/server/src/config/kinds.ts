import { isIP } from "node:net";
import { Jid } from "@yonder/protocol";
import { parseServiceUri } from "./service-uri.ts";

/** A kind of value. `read` takes a TOML value or the text of an environment variable; throws a RangeError that says what it must be. */
export interface Kind<T> {
  readonly name: string;
  read(value: unknown): T;
}

export const domain: Kind<string> = kind("a domain name", (text) => {
  const jid = Jid.tryParse(text);
  return jid?.domain === text.toLowerCase() && jid.isBare && jid.local === undefined ? jid.domain : undefined;
});

/** Made absolute by the loader, which knows what it is relative to. */
export const path: Kind<string> = kind("a path", (text) => text || undefined);

export const port: Kind<number> = {
  name: "a port from 0 to 65535",
  read: (value) => readInteger(value, 0, 65_535, port.name),
};

export const onOff: Kind<boolean> = {
  name: "on or off",
  read(value) {
    if (["on", "true", "1", "yes"].includes(String(value).toLowerCase())) return true;
    if (["off", "false", "0", "no"].includes(String(value).toLowerCase())) return false;
    throw mustBe(onOff.name, value);
  },
};

export const nodeName: Kind<string> = kind("a name of up to 64 letters, digits, dots and dashes", (text) =>
  /^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/.test(text) ? text : undefined,
);

export const webUrl: Kind<string> = kind("a web address that begins with https:// or http://", (text) => {
  const url = webAddress(text);
  return url && !url.search && !url.hash && !url.username ? url.href.replace(/\/$/, "") : undefined;
});

export const redisUrl: Kind<string> = engineUrl("an address that begins with redis:// or rediss://", /^rediss?:\/\/./i);

export const postgresUrl: Kind<string> = engineUrl(
  "an address that begins with postgres://",
  /^postgres(?:ql)?:\/\/./i,
);

export const bucketUrl: Kind<string> = engineUrl(
  "an address like https://KEY:SECRET@s3.example.org/bucket",
  /^https?:\/\/[^/?#@:]+:[^/?#@]+@[^/]/i,
);

export const serviceUris: Kind<readonly string[]> = list(
  "a STUN or TURN address (turn:turn.example.org:3478?transport=udp), or a list of them",
  (text) => (parseServiceUri(text) ? text : undefined),
);

/** Not repeated when it is wrong. */
export const secret: Kind<string> = {
  name: "some text",
  read(value) {
    if (typeof value === "string" && value.trim() !== "") return value.trim();
    throw new RangeError(`must be ${secret.name}`);
  },
};

export const shortText: Kind<string> = kind("some text of up to 60 characters", (text) =>
  [...text].length <= 60 && !/\p{C}/u.test(text) ? text.trim() : undefined,
);

export const hostAndPort: Kind<string> = kind("a host name and port (node-1.example.org:5222)", (text) =>
  /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\]):\d{1,5}$/i.test(text) ? text : undefined,
);

export const addresses: Kind<readonly string[]> = list("an IP address, or a list of them", (text) =>
  isIP(text) ? text : undefined,
);

export const addressRanges: Kind<readonly string[]> = list(
  "an IP address or range (10.0.0.0/8), or a list of them",
  (text) => (isRange(text) ? text : undefined),
);

export const origins: Kind<readonly string[]> = list(
  "a web origin (https://www.example.org), or a list of them",
  (text) => {
    const url = webAddress(text);
    return url?.pathname === "/" && !url.search && !url.hash ? url.origin : undefined;
  },
);

export const xmppAddresses: Kind<readonly string[]> = list(
  "an address (alice@example.org), or a list of them",
  (text) => {
    const jid = Jid.tryParse(text);
    return jid?.isBare && jid.local !== undefined ? jid.bare : undefined;
  },
);

/** Somebody to write to about something: XEP-0157 §2. */
export interface Contact {
  readonly role: string;
  readonly uri: string;
}

const ROLES: readonly string[] = ["abuse", "admin", "feedback", "sales", "security", "status", "support"];

export const contacts: Kind<readonly Contact[]> = list(
  "a role and an address (abuse=mailto:abuse@example.org), or a list of them",
  (text) => {
    const [, role = "", uri = ""] = /^([a-z]+)=(.+)$/.exec(text) ?? [];
    return ROLES.includes(role) && URL.canParse(uri) ? { role, uri } : undefined;
  },
);

export const webUrls: Kind<readonly string[]> = list(
  "a web address that begins with https:// or http://, or a list of them",
  (text) => webAddress(text)?.href,
);

/** A program that answers at a domain beneath ours (XEP-0114), and what it proves itself with. */
export interface ComponentEntry {
  readonly domain: string;
  readonly secret: string;
}

/** Its secrets are not repeated when it is wrong. In the environment: `irc.example.org:secret`, several with spaces between. */
export const componentEntries: Kind<readonly ComponentEntry[]> = {
  name: 'a list of { domain = "...", secret = "..." }',
  read(value) {
    const entries: unknown =
      typeof value === "string"
        ? value
            .split(/[\s,]+/)
            .filter(Boolean)
            .map(splitEntry)
        : value;
    if (!Array.isArray(entries)) throw new RangeError(`must be ${componentEntries.name}`);
    return Object.freeze(entries.map(readEntry));
  },
};

function splitEntry(text: string): Partial<ComponentEntry> {
  const at = text.indexOf(":");
  return { domain: text.slice(0, Math.max(at, 0)), secret: text.slice(at + 1) };
}

function readEntry(entry: unknown): ComponentEntry {
  const given: Partial<Record<keyof ComponentEntry, unknown>> = Object(entry);
  if (typeof given.secret !== "string" || given.secret === "")
    throw new RangeError(`must be ${componentEntries.name}, each with a secret`);
  return { domain: domain.read(given.domain), secret: given.secret };
}

export function oneOf<T extends string>(values: readonly T[]): Kind<T> {
  return kind(`one of ${values.join(", ")}`, (text) => values.find((value) => value === text));
}

export function integer(least: number, most?: number): Kind<number> {
  const name = most === undefined ? `a whole number, at least ${least}` : `a whole number from ${least} to ${most}`;
  return { name, read: (value) => readInteger(value, least, most ?? Number.MAX_SAFE_INTEGER, name) };
}

export const share: Kind<number> = {
  name: "a number from 0 to 1",
  read(value) {
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !(number >= 0 && number <= 1)) throw mustBe(share.name, value);
    return number;
  },
};

function kind<T>(name: string, parse: (text: string) => T | undefined): Kind<T> {
  return {
    name,
    read(value) {
      const result = typeof value === "string" ? parse(value.trim()) : undefined;
      if (result === undefined) throw mustBe(name, value);
      return result;
    },
  };
}

/** There may be a password in it, so that it is not repeated when it is wrong. */
function engineUrl(name: string, start: RegExp): Kind<string> {
  return {
    name,
    read(value) {
      const text = typeof value === "string" ? value.trim() : "";
      if (start.test(text) && URL.canParse(text)) return text;
      throw new RangeError(`must be ${name}; a / in a password is written as %2F, and so on`);
    },
  };
}

function list<T>(name: string, parse: (text: string) => T | undefined): Kind<readonly T[]> {
  return {
    name,
    read(value) {
      const texts = typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : value;
      if (!Array.isArray(texts)) throw mustBe(name, value);
      return Object.freeze(texts.map((text) => kind(name, parse).read(text)));
    },
  };
}

function readInteger(value: unknown, least: number, most: number, name: string): number {
  const number = typeof value === "string" && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < least || number > most)
    throw mustBe(name, value);
  return number;
}

function webAddress(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function isRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

function mustBe(name: string, value: unknown): RangeError {
  return new RangeError(`must be ${name}, not ${JSON.stringify(value).slice(0, 100)}`);
}
