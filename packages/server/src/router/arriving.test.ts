import { expect, test, vi } from "vitest";
import { openHouse } from "../features/house.fixture.ts";
import { presence } from "../features/presence.ts";

const ME = "bob@example.com/phone";

test("a session that comes from another node takes its resource from one that was bound here meanwhile", async () => {
  const { host, ...house } = await openHouse([presence]);
  const traveller = await house.login(ME);
  const luggage = host.router.depart(traveller.session);
  const meanwhile = await house.login(ME);
  await host.router.arrive(traveller.session, luggage);
  expect(meanwhile.streamError).toMatchObject({ condition: "conflict" });
  await vi.waitFor(() => expect(host.sessions.of("bob@example.com")).toEqual([traveller.session]));
});

test("a session that comes from another node takes its resource from one that was bound on a third one meanwhile", async () => {
  const { host, relay, ...house } = await openHouse([presence]);
  const traveller = await house.login(ME);
  const luggage = host.router.depart(traveller.session);
  host.directory.register = async () => "node-3";
  const told = vi.spyOn(relay, "send");
  await host.router.arrive(traveller.session, luggage);
  expect(told.mock.calls).toMatchObject([["node-3", { isSignal: true, to: "bob@example.com" }]]);
});
