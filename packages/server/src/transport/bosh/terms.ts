import { type Element, NS } from "@yonder/protocol";
import { BindingError } from "./binding-error.ts";
import type { WrapperAttributes } from "./wrapper.ts";

/** What both ends keep to in a session (XEP-0124 §7); times in seconds. */
export interface Terms {
  /** How long a request may wait for its answer, and how many may at a time. */
  readonly wait: number;
  readonly hold: number;
  /** How many a client may have under way. */
  readonly requests: number;
  /** The least time between requests without reason. */
  readonly polling: number;
  /** After so long without a request the client is gone. */
  readonly inactivity: number;
  readonly maxpause: number;
  readonly version: string;
  readonly usesAcks: boolean;
  readonly contentType: string;
}

/** Some proxies give up after 50 seconds, many after 60. */
export const MAX_WAIT = 45;
const MAX_HOLD = 1;
const POLLING = 1;
const INACTIVITY = 60;
/** Browsers let a page in the background run once a minute. */
const INACTIVITY_OF_POLLING = 120;
const MAX_PAUSE = 120;
const VERSION = [1, 11] as const;
export const CONTENT_TYPE = "text/xml; charset=utf-8";

/** Answers to a session's creation request. Throws BindingError when it makes no sense. */
export function agree(header: Element): Terms {
  const wait = Math.min(whole(header.attr("wait"), MAX_WAIT), MAX_WAIT);
  const hold = wait === 0 ? 0 : Math.min(whole(header.attr("hold"), MAX_HOLD), MAX_HOLD);
  return {
    wait,
    hold,
    requests: hold + 1,
    polling: POLLING,
    inactivity: hold === 0 ? INACTIVITY_OF_POLLING : INACTIVITY,
    maxpause: MAX_PAUSE,
    version: lower(header.attr("ver")),
    usesAcks: header.attr("ack") === "1",
    contentType: contentType(header.attr("content")),
  };
}

/** What the first answer says besides the session's id (XEP-0124 §7.2, XEP-0206 §4). */
export function agreement({ wait, hold, requests, polling, inactivity, maxpause, version }: Terms): WrapperAttributes {
  return {
    "xmlns:xmpp": NS.xbosh,
    wait,
    hold,
    requests,
    polling,
    inactivity,
    maxpause,
    ver: version,
    "xmpp:version": "1.0",
    "xmpp:restartlogic": "true",
  };
}

/** A number of seconds, or of requests. */
function whole(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new BindingError("bad-request", "Not a whole number.");
  return Number(text);
}

/** Minor versions count beyond 9. */
function lower(version: string | undefined): string {
  const [, major, minor] = /^(\d{1,5})\.(\d{1,5})$/.exec(version ?? "") ?? [];
  const isLower = Number(major) < VERSION[0] || (Number(major) === VERSION[0] && Number(minor) < VERSION[1]);
  return isLower ? `${Number(major)}.${Number(minor)}` : VERSION.join(".");
}

/** The type that the client must see (XEP-0124 §7.1); only one under which no browser takes what we answer for something else. */
function contentType(wanted: string | undefined): string {
  return /^(?:text\/(?:xml|html|plain)|application\/xml)(?:; ?charset=utf-8)?$/i.test(wanted ?? "")
    ? `${wanted?.split(";", 1)[0]?.toLowerCase()}; charset=utf-8`
    : CONTENT_TYPE;
}
