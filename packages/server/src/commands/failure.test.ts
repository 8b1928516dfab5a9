import { expect, test } from "vitest";
import { StoreError } from "../store/store.ts";
import { describeFailure } from "./failure.ts";

test.each([
  [
    { code: "EADDRINUSE", address: "127.0.0.1", port: 5280 },
    "port 5280 of 127.0.0.1: another program listens there already",
  ],
  [{ code: "EACCES", address: "0.0.0.0", port: 80 }, "port 80 of 0.0.0.0: permission denied"],
  [{ code: "EACCES", path: "/etc/key.pem" }, "/etc/key.pem: permission denied"],
  [{ code: "EROFS", path: "/data/yonder.db" }, "/data/yonder.db: the file system is read-only"],
  [{ code: "ENOSPC" }, "the disk is full"],
])("a refusal of the system is one line: %j", (fields, line) => {
  expect(describeFailure(Object.assign(new Error("E…: syscall"), fields))).toBe(line);
});

test("a refusal of the store speaks for itself", () => {
  expect(describeFailure(new StoreError("locked", "another node runs on /data"))).toBe("another node runs on /data");
});

test("a bug is none of these", () => {
  expect(describeFailure(new TypeError("x is not a function"))).toBeUndefined();
  expect(describeFailure("text")).toBeUndefined();
});
