import type { IncomingMessage } from "node:http";
import { DecayingCounter } from "../stream/decaying-counter.ts";
import { networkOf } from "../stream/network-of.ts";
import type { GuestEvents } from "../stream/node-port.ts";
import { AddressRanges, originOf, plainAddress } from "../transport/addresses.ts";

export interface ContactPagesOptions {
  /** Who hears of guests' sessions, by domain. */
  readonly guests: ReadonlyMap<string, Pick<GuestEvents, "contact" | "picture">>;
  /** Addresses or ranges of those who are believed about whom they pass on. */
  readonly trustedProxies: readonly string[];
  /** Whether one address has only its share. */
  readonly isLimited: boolean;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface ContactAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

const PREFIX = "/contact/";
const MINUTE = 60_000;
/** Questions from one address in some minutes: pages that stay open ask again. */
const MAX_QUESTIONS = 600;
/** Characters of a name, which are fewer than the bytes of a localpart (RFC 7622 §3.3). */
const MAX_NAME = 1023;
/** Behind the name: the picture of whom it is. */
const PICTURE = "/picture";
/** Seconds for which a browser keeps a picture; another one has another address. */
const PICTURE_AGE = 86_400;
const NOBODY = told(404, {});

/** What the page behind a contact link, `/@name`, has to know of its owner. */
export class ContactPages {
  readonly #options: ContactPagesOptions;
  readonly #trusted: AddressRanges;
  readonly #questions = new DecayingCounter(10 * MINUTE);

  constructor(options: ContactPagesOptions) {
    this.#options = options;
    this.#trusted = new AddressRanges(options.trustedProxies);
  }

  static isAt(path: string): boolean {
    return path.startsWith(PREFIX);
  }

  /** Who has closed the link, or never had one, is not there. */
  async answer(path: string, request: IncomingMessage): Promise<ContactAnswer> {
    const { guests, isLimited, now } = this.#options;
    if (isLimited && this.#questions.add(networkOf(this.#addressOf(request)), now()) > MAX_QUESTIONS)
      return told(429, {});
    const isPicture = path.endsWith(PICTURE);
    const name = path.slice(PREFIX.length, isPicture ? -PICTURE.length : undefined);
    if (name.length > MAX_NAME) return NOBODY;
    for (const [domain, door] of guests) {
      const found = isPicture ? await pictureOf(door, name) : await contactOf(door, name, domain);
      if (found) return found;
    }
    return NOBODY;
  }

  #addressOf({ socket, headers }: IncomingMessage): string {
    const forwarded = { forwardedFor: headers["x-forwarded-for"], forwardedProto: undefined };
    return originOf(plainAddress(socket.remoteAddress), forwarded, this.#trusted).remoteAddress;
  }
}

type Door = Pick<GuestEvents, "contact" | "picture">;

async function contactOf(door: Door, name: string, domain: string): Promise<ContactAnswer | undefined> {
  const contact = await door.contact(name);
  return contact && told(200, { domain, ...contact });
}

async function pictureOf(door: Door, name: string): Promise<ContactAnswer | undefined> {
  const picture = await door.picture(name);
  if (!picture) return undefined;
  const headers = {
    "cache-control": `public, max-age=${PICTURE_AGE}`,
    "content-security-policy": "default-src 'none'",
  };
  return { status: 200, type: picture.type, body: picture.bytes, headers };
}

function told(status: number, body: unknown): ContactAnswer {
  return { status, type: "application/json", body: JSON.stringify(body) };
}
