import { JidError, SaslError } from "@yonder/protocol";
import { ConfigError } from "../config/config-error.ts";
import { RedisDown } from "../redis/redis-connection.ts";
import { StoreError } from "../store/store.ts";
import { CommandError, UsageError } from "./command.ts";

const expected = [CommandError, ConfigError, JidError, RedisDown, SaslError, StoreError, UsageError];

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRINUSE: "another program listens there already",
  EADDRNOTAVAIL: "this machine does not have that address",
  EISDIR: "is a folder",
  EMFILE: "too many open files",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "is not a folder",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/** One line that says what went wrong and where; undefined for an error that nobody expected: a bug. */
export function describeFailure(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (expected.some((type) => error instanceof type)) return error.message;
  return describeSystemError(error);
}

function describeSystemError(
  error: Error & { code?: unknown; path?: unknown; address?: unknown; port?: unknown },
): string | undefined {
  const reason = reasons[String(error.code)];
  if (reason === undefined) return undefined;
  if (error.port !== undefined) return `port ${error.port} of ${error.address}: ${reason}`;
  return error.path === undefined ? reason : `${error.path}: ${reason}`;
}
