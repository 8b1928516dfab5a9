import type { Limits } from "./config.ts";
import * as kinds from "./kinds.ts";
import type { Key, Keys } from "./schema.ts";

export const limitKeys: Keys<Limits> = {
  stanzaBytes: limit("stanza_bytes", 262_144, 10_000, "Largest stanza of a logged-in peer, in bytes."),
  stanzaBytesBeforeLogin: limit("stanza_bytes_before_login", 16_384, 10_000, "Largest stanza before login, in bytes."),
  elementDepth: limit("element_depth", 64, 8, "Deepest nesting of elements in a stanza."),
  loginSeconds: limit("login_seconds", 30, 1, "Time from connecting to being logged in, in seconds."),
  connections: limit("connections", 100_000, 1, "Connections of this node."),
  guests: limit("guests", 100, 1, "Guests of this node at a time."),
  connectionsPerAddress: limit("connections_per_address", 500, 1, "Connections from one IP address."),
  resumptionSeconds: limit(
    "resumption_seconds",
    300,
    0,
    "How long a lost connection's session can be resumed, in seconds.",
  ),
  unackedStanzas: limit(
    "unacked_stanzas",
    1_000,
    10,
    "Stanzas sent to a session and not acknowledged before it is suspended.",
  ),
  sendBufferBytes: limit(
    "send_buffer_bytes",
    1_048_576,
    65_536,
    "Bytes waiting for a peer that does not read before it is cut off.",
  ),
  sendBufferTotalBytes: limit(
    "send_buffer_total_bytes",
    134_217_728,
    1_048_576,
    "Bytes waiting for all peers together before those for whom most waits are cut off.",
  ),
  streamBytesPerSecond: limit(
    "stream_bytes_per_second",
    131_072,
    1_024,
    "Bytes read from one stream in a second, beyond short bursts.",
  ),
  messageBytesPerDay: limit(
    "message_bytes_per_day",
    268_435_456,
    1_024,
    "What one account may write in messages in a day, in bytes: all of it at once, if it likes.",
  ),
  uploadBytes: limit("upload_bytes", 104_857_600, 1, "Largest file that may be uploaded, in bytes."),
  uploadQuotaBytes: limit("upload_quota_bytes", 2_147_483_648, 1, "Bytes of all files that one account may have here."),
  uploadQuotaFiles: limit("upload_quota_files", 10_000, 1, "Files that one account may have here."),
  uploadDays: limit("upload_days", 365, 1, "How long an uploaded file is kept, in days."),
};

function limit(key: string, value: number, least: number, about: string): Key<number> {
  return { key: `limits.${key}`, kind: kinds.integer(least), default: () => value, example: String(value), about };
}
