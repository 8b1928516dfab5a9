import { expect, test } from "vitest";
import { SignInError } from "./errors.ts";
import { createFixture } from "./testing/fixture.ts";

test("an account is made with a token, then signed in to", async () => {
  const fixture = createFixture();
  const engine = fixture.engine();
  expect(await engine.register("t0ken", "alice", "wonderland")).toBe("alice@example.com");
  const [preauth, query] = fixture.server.sent(/<iq/);
  expect(preauth).toMatch(/to='example.com'><preauth xmlns='urn:xmpp:pars:0' token='t0ken'\/><\/iq>$/);
  expect(query).toContain("<username>alice</username><password>wonderland</password>");
  expect(engine.connection.kind).toBe("online");
});

test("who made one, and lost the connection in that moment, is not told that it is taken", async () => {
  const fixture = createFixture();
  const engine = fixture.engine();
  const { signIn } = engine;
  engine.signIn = () => Promise.reject(new SignInError("unreachable"));
  await expect(engine.register("t0ken", "alice", "wonderland")).rejects.toMatchObject({ reason: "unreachable" });
  engine.signIn = signIn;
  expect(await engine.register("t0ken", "alice", "wonderland")).toBe("alice@example.com");
  expect(fixture.server.sent(/<username>/)).toHaveLength(1);
});

test.each([
  ["preauth", "item-not-found", "token"],
  ["jabber:iq:register", "conflict", "taken"],
  ["jabber:iq:register", "not-acceptable", "username"],
  ["jabber:iq:register", "resource-constraint", "rate"],
  ["jabber:iq:register", "not-allowed", "closed"],
])("a refusal of %s as %s means: %s", async (payload, condition, problem) => {
  const fixture = createFixture();
  fixture.server.refuses = { payload, condition };
  await expect(fixture.engine().register("t0ken", "alice", "x")).rejects.toMatchObject({ problem });
});

test("nobody answers", async () => {
  const fixture = createFixture();
  fixture.server.isDown = true;
  await expect(fixture.engine().register(undefined, "alice", "x")).rejects.toMatchObject({ problem: "unreachable" });
});
