import { expect, test } from "vitest";
import { engineOf } from "./engine.ts";

test("host, port, user, password and database come from the URL, decoded", () => {
  expect(engineOf("redis://bob:p%40ss@10.0.0.5:7000/3")).toEqual({
    host: "10.0.0.5",
    port: 7000,
    username: "bob",
    password: "p@ss",
    database: "3",
    tls: undefined,
  });
});

test("what is left out has the usual values", () => {
  expect(engineOf("redis://cache")).toMatchObject({
    host: "cache",
    port: 6379,
    username: "",
    password: "",
    database: "",
  });
  expect(engineOf("redis://[::1]:1/")).toMatchObject({ host: "::1", port: 1, database: "" });
});

test("rediss is TLS", () => {
  expect(engineOf("rediss://cache").tls).toEqual({});
  expect(engineOf("rediss://cache", { ca: "…" }).tls).toEqual({ ca: "…" });
});
