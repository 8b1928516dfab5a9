import type { ConnectionOptions } from "node:tls";

/** Where Redis is, and as whom to talk to it. */
export interface Engine {
  readonly host: string;
  readonly port: number;
  /** Of a socket on this machine, in place of both. */
  readonly path?: string | undefined;
  /** Empty: the default user, as before Redis 6. */
  readonly username: string;
  readonly password: string;
  /** Number of the database; empty: the first. */
  readonly database: string;
  /** Undefined: without TLS. */
  readonly tls: ConnectionOptions | undefined;
}

/**
 * `redis://user:password@host:port/database`, `rediss://` with TLS, all but the host optional; or `unix:/path` of a socket. Throws a TypeError for
 * what is no URL.
 */
export function engineOf(url: string, tls: ConnectionOptions = {}): Engine {
  if (url.startsWith(UNIX)) return { ...onThisMachine, path: url.slice(UNIX.length) };
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, "") || "localhost",
    port: Number(port) || 6379,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    tls: protocol === "rediss:" ? tls : undefined,
  };
}

const UNIX = "unix:";
const onThisMachine: Engine = { host: "", port: 0, username: "", password: "", database: "", tls: undefined };
