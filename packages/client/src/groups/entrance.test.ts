import { test } from "vitest";
import { isOnline, settle, until } from "../testing/fixture.ts";
import { asked, joins, refusal } from "../testing/group-fixture.ts";

test("a group is entered again where it did not answer", async () => {
  const { fixture } = await asked();
  fixture.server.push(refusal("remote-server-timeout"));
  await settle();
  fixture.clock.advance(1_000);
  await until(() => joins(fixture).length === 2);
});

test("a group is entered at once where the time for that came while there was no connection", async () => {
  const { fixture, engine } = await asked();
  fixture.server.push(refusal("service-unavailable"));
  await settle();
  fixture.server.drop();
  await until(() => !isOnline(engine));
  // The group is tried before the connection is.
  fixture.server.isDown = true;
  fixture.clock.advance(10_000);
  await settle();
  fixture.server.isDown = false;
  await until(() => engine.connection.kind === "waiting");
  fixture.clock.advance(engine.connection.kind === "waiting" ? engine.connection.retryAt - fixture.clock.now() : 0);
  await until(() => isOnline(engine));
  await until(() => joins(fixture).length === 2);
});
